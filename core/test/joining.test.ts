import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  CozyError,
  type JoinForm,
  LIMITS,
} from '@cozy/protocol';
import { expect } from 'chai';
import type { Context } from '../src/index.ts';
import { openContext, person, run, type TestUser } from './harness.ts';

const FORM: JoinForm = {
  approval: true,
  questions: [
    { label: 'Why?', type: 'paragraph', required: true },
    { label: 'From where?', type: 'choice', required: false, choices: ['A friend', 'The net'] },
  ],
};
const ANSWERS = [{ question: 'Why?', answer: 'Because I like it' }];

describe('Joining a community that asks', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let ann: TestUser;
  let bob: TestUser;
  let community_id: string;
  let code: string;

  before(async () => {
    ({ context, drop } = await openContext());
  });
  beforeEach(async () => {
    [ann, bob] = await Promise.all([person(context), person(context)]);
    community_id = (await as(ann, 'community.create', { name: 'Home' })).community.id;
    code = (await as(ann, 'invite.create', { community_id, max_uses: 5 })).invite.code;
    await as(ann, 'community.update', { community_id, join: FORM });
  });
  after(() => drop());

  const as = <C extends CommandName>(who: TestUser, name: C, input: CommandInput<C>): Promise<CommandOutput<C>> =>
    run(context, who, name, input);
  const refusal = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(CozyError);
    return (error as CozyError).code;
  };
  const uses = async () =>
    (await as(ann, 'invite.list', { community_id })).invites.find((one) => one.code === code)?.uses;

  it('[GW-80] is refused until the questions are answered, by invitation and by discovery', async () => {
    expect(await refusal(as(bob, 'invite.accept', { code }))).to.equal('JOIN_ANSWERS_NEEDED');
    expect(await uses()).to.equal(0);
    expect(await refusal(as(bob, 'join.preview', { community_id }))).to.equal('UNKNOWN_COMMUNITY');
    await as(ann, 'community.update', { community_id, privacy: 'public' });
    expect(await refusal(as(bob, 'community.join', { community_id }))).to.equal('JOIN_ANSWERS_NEEDED');
    expect((await as(bob, 'join.preview', { community_id })).form).to.deep.equal(FORM);
    const wrong = [
      [],
      [
        { question: 'Why?', answer: 'x' },
        { question: 'How?', answer: 'x' },
      ],
      [...ANSWERS, ...ANSWERS],
      [...ANSWERS, { question: 'From where?', answer: 'Mars' }],
      [{ question: 'Why?', answer: 'x'.repeat(LIMITS.joinAnswerLength + 1) }],
    ];
    for (const answers of wrong)
      expect(await refusal(as(bob, 'join.apply', { code, answers }))).to.equal('INVALID_INPUT');
    expect(await refusal(as(bob, 'join.apply', { answers: [] }))).to.equal('INVALID_INPUT');
  });

  it('[GW-80] waits for someone who may decide, who is shown the answers', async () => {
    const { request } = await as(bob, 'join.apply', { code, answers: ANSWERS });
    expect(request).to.include({ status: 'waiting', reason: null });
    const again = await as(bob, 'join.apply', { code, answers: [] });
    expect(again.request).to.deep.equal(request);
    expect(await uses()).to.equal(0);
    const stranger = await person(context);
    await as(ann, 'community.update', { community_id, join: null });
    await as(stranger, 'invite.accept', { code });
    expect(await refusal(as(stranger, 'join.list', { community_id }))).to.equal('MISSING_PERMISSION');
    const decide = { community_id, user_id: bob.id, approve: true };
    expect(await refusal(as(stranger, 'join.decide', decide))).to.equal('MISSING_PERMISSION');
    const listed = await as(ann, 'join.list', { community_id });
    expect([listed.waiting, listed.requests[0]?.answers, listed.requests[0]?.user.id]).to.deep.equal([
      1,
      ANSWERS,
      bob.id,
    ]);
    expect((await as(ann, 'join.decide', decide)).request.status).to.equal('approved');
    expect((await as(bob, 'community.list', {})).communities.map(({ id }) => id)).to.deep.equal([community_id]);
    expect(await uses()).to.equal(2);
    expect(await refusal(as(ann, 'join.decide', decide))).to.equal('UNKNOWN_JOIN_REQUEST');
    expect((await as(ann, 'join.list', { community_id })).waiting).to.equal(0);
  });

  it('[GW-80] tells who was refused why, and lets them ask again a day later', async () => {
    await as(bob, 'join.apply', { code, answers: ANSWERS });
    await as(ann, 'join.decide', { community_id, user_id: bob.id, approve: false, reason: 'We are full.' });
    const [request] = (await as(bob, 'join.me', {})).requests;
    expect(request).to.include({ status: 'refused', reason: 'We are full.' });
    expect(await refusal(as(bob, 'join.apply', { code, answers: ANSWERS }))).to.equal('RATE_LIMITED');
    const which = { _id: `${community_id}:${bob.id}` };
    await context.database.joinRequests.updateOne(which, { $set: { decided_at: Date.now() - 86_400_001 } });
    expect((await as(bob, 'join.apply', { code, answers: ANSWERS })).request?.status).to.equal('waiting');
    const document = await context.database.joinRequests.findOne(which).lean();
    expect(document).not.to.have.property('expires_at');
  });

  it('[GW-80] is taken back, and let in at once where nobody has to decide', async () => {
    await as(bob, 'join.apply', { code, answers: ANSWERS });
    await as(bob, 'join.withdraw', { community_id });
    expect((await as(bob, 'join.me', {})).requests).to.deep.equal([]);
    const decide = as(ann, 'join.decide', { community_id, user_id: bob.id, approve: true });
    expect(await refusal(decide)).to.equal('UNKNOWN_JOIN_REQUEST');
    await as(ann, 'community.update', { community_id, join: { ...FORM, approval: false } });
    const { community, request } = await as(bob, 'join.apply', { code, answers: ANSWERS });
    expect([community?.id, request]).to.deep.equal([community_id, null]);
    expect(await uses()).to.equal(1);
  });

  it('[GW-80] ends as let in when two decide at once, and when a crash came in between', async () => {
    await as(bob, 'join.apply', { code, answers: ANSWERS });
    const decide = (approve: boolean) =>
      as(ann, 'join.decide', { community_id, user_id: bob.id, approve }).catch((error: CozyError) => error.code);
    await Promise.all([decide(true), decide(true), decide(false)]);
    const state = async () =>
      (await context.database.joinRequests.findOne({ _id: `${community_id}:${bob.id}` }).lean())?.status;
    const isMember = (await as(bob, 'community.list', {})).communities.length === 1;
    expect(await state()).to.equal(isMember ? 'approved' : 'refused');
    const eve = await person(context);
    await as(eve, 'join.apply', { code, answers: ANSWERS });
    // The membership was written and the request was not.
    await as(ann, 'community.update', { community_id, join: null });
    await as(eve, 'invite.accept', { code });
    const { request } = await as(ann, 'join.decide', { community_id, user_id: eve.id, approve: false });
    expect(request.status).to.equal('approved');
  });

  it('[GW-80] is bounded: questions, those who wait, and what one account waits for', async () => {
    const question = (n: number) => ({ label: `Q${n}`, type: 'text' as const, required: false });
    const form = (questions: JoinForm['questions']) =>
      as(ann, 'community.update', { community_id, join: { approval: true, questions } });
    const many = Array.from({ length: LIMITS.joinQuestions + 1 }, (_, n) => question(n));
    expect(await refusal(form(many))).to.equal('INVALID_INPUT');
    expect(await refusal(form([question(1), question(1)]))).to.equal('INVALID_INPUT');
    expect(await refusal(form([{ ...question(1), label: 'x'.repeat(LIMITS.joinQuestionLength + 1) }]))).to.equal(
      'INVALID_INPUT',
    );
    expect(await refusal(form([{ ...question(1), type: 'choice' }]))).to.equal('INVALID_INPUT');
    const choices = Array.from({ length: LIMITS.joinChoices + 1 }, (_, n) => String(n));
    expect(await refusal(form([{ ...question(1), type: 'choice', choices }]))).to.equal('INVALID_INPUT');
    const reason = 'x'.repeat(LIMITS.reasonLength + 1);
    const decide = as(ann, 'join.decide', { community_id, user_id: bob.id, approve: false, reason });
    expect(await refusal(decide)).to.equal('INVALID_INPUT');

    const waiting = (n: number, fields: object) => ({
      _id: `${n}:${bob.id}`,
      status: 'waiting',
      answers: [],
      outbox: [],
      ...fields,
    });
    const insert = (count: number, fields: object) =>
      context.database.joinRequests.collection.insertMany(
        Array.from({ length: count }, (_, n) => waiting(n, fields)) as never,
      );
    await insert(LIMITS.joinRequestsPerUser, { user_id: bob.id, community_id: '1' });
    expect(await refusal(as(bob, 'join.apply', { code, answers: ANSWERS }))).to.equal('LIMIT_REACHED');
    await context.database.joinRequests.deleteMany({ user_id: bob.id });
    await insert(LIMITS.joinRequestsPerCommunity, { user_id: '1', community_id });
    expect(await refusal(as(bob, 'join.apply', { code, answers: ANSWERS }))).to.equal('LIMIT_REACHED');
    const { requests, waiting: all } = await as(ann, 'join.list', { community_id });
    expect([requests.length <= LIMITS.joinRequestPage, all]).to.deep.equal([true, LIMITS.joinRequestsPerCommunity]);
  });
});
