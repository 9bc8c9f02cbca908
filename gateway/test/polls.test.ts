import { LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  makeCommunity,
  outcome,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Polls', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let nonce = 0;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = (await Promise.all(['ann', 'bob'].map((name) => node.person(name)))) as [TestUser, TestUser];
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const ask = async (more: { multiple?: boolean; duration?: number; answers?: string[] } = {}) => {
    const input = {
      channel_id: home.channelId,
      question: 'Tea?',
      answers: ['Yes', 'No'],
      nonce: `p${nonce++}`,
      ...more,
    };
    return (await node.run(ann, 'poll.create', input)).message;
  };
  const vote = (who: TestUser, message_id: string, answers: number[]) =>
    node.run(who, 'poll.vote', { channel_id: home.channelId, message_id, answers });

  it('[MSG-8] count votes, of which only the voter is told', async () => {
    const [ofAnn, ofBob] = [await node.connect(), await node.connect()];
    await ofAnn.ready(ann.token);
    await ofBob.ready(bob.token);
    const { id } = await ask({ multiple: true });
    await vote(bob, id, [0, 1]);
    await ofAnn.event('MESSAGE_POLL_UPDATE', ({ voters }) => voters === 1);
    await vote(ann, id, [0]);
    const { data } = await ofBob.event('MESSAGE_POLL_UPDATE', ({ voters }) => voters === 2);
    expect(data.counts).to.deep.equal([2, 1]);
    const from = ofBob.events.length;
    await vote(bob, id, []);
    const taken = await ofBob.event('MESSAGE_POLL_UPDATE', ({ voters }) => voters === 1, from);
    expect(taken.data.counts).to.deep.equal([1, 0]);
    expect(ofBob.events.filter(({ name }) => name === 'POLL_VOTE')).to.have.length(2);
    expect(ofAnn.events.filter(({ name }) => name === 'POLL_VOTE')).to.have.length(1);
    const page = async (who: TestUser) =>
      (await node.run(who, 'message.history', { channel_id: home.channelId, limit: 1, at: ofBob.cursors }))
        .messages[0]!;
    expect((await page(ann)).poll).to.deep.include({ counts: [1, 0], voters: 1, me: [0] });
    expect((await page(bob)).poll).to.not.have.property('me');
    ofAnn.drop();
    ofBob.drop();
  });

  it('[MSG-8] close by their time alone, so also over a restart', async () => {
    const { id, poll } = await ask({ duration: 1 });
    expect(await outcome(vote(bob, id, [0]))).to.equal('done');
    while (Date.now() < Date.parse(poll!.ends_at)) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await outcome(vote(bob, id, [1]))).to.equal('POLL_CLOSED');
    // A node that starts later knows it from the database alone.
    node.context.replica.recentMessages.clear();
    expect(await outcome(vote(bob, id, [1]))).to.equal('POLL_CLOSED');
  });

  it('[MSG-8] refuse votes that do not fit, and changes of the question', async () => {
    const { id } = await ask();
    expect(await outcome(vote(bob, id, [0, 1]))).to.equal('INVALID_INPUT');
    expect(await outcome(vote(bob, id, [2]))).to.equal('INVALID_INPUT');
    const edit = { channel_id: home.channelId, message_id: id, content: 'Coffee?' };
    expect(await outcome(node.run(ann, 'message.edit', edit))).to.equal('FORBIDDEN');
  });

  it('[GW-61] LIMITS.pollAnswers, LIMITS.pollAnswerLength, LIMITS.pollQuestionLength and LIMITS.pollDuration', async () => {
    const answers = Array.from({ length: LIMITS.pollAnswers }, (_, i) => `a${i}`);
    expect(await outcome(ask({ answers }))).to.equal('done');
    expect(await outcome(ask({ answers: [...answers, 'one more'] }))).to.equal('INVALID_INPUT');
    expect(await outcome(ask({ answers: ['a', 'b'.repeat(LIMITS.pollAnswerLength + 1)] }))).to.equal('INVALID_INPUT');
    expect(await outcome(ask({ duration: LIMITS.pollDuration + 1 }))).to.equal('INVALID_INPUT');
    const question = 'q'.repeat(LIMITS.pollQuestionLength + 1);
    const long = { channel_id: home.channelId, question, answers: ['a', 'b'], nonce: 'long' };
    expect(await outcome(node.run(ann, 'poll.create', long))).to.equal('INVALID_INPUT');
  });
});
