import type { LogEvent } from '@cozy/core';
import { expect } from 'chai';
import { checkHistory } from '../src/cluster/check/checkSends.ts';
import { Findings } from '../src/cluster/check/findings.ts';
import { check, truthOf } from '../src/cluster/check/index.ts';
import type { WholeLog } from '../src/cluster/check/wholeLog.ts';
import type { Mark, Sent } from '../src/cluster/trace.ts';
import type { ClientPlan } from '../src/cluster/world.ts';
import {
  COMMUNITY,
  channel,
  client,
  GENERAL,
  hidden,
  INNER,
  OWNER,
  PRIVATE,
  partition,
  READER,
  Told,
  Written,
} from './cluster-log.ts';

function judge(told: Told, log: WholeLog, sent: Sent[] = [], plan: ClientPlan = client) {
  const findings = new Findings();
  const others = { ...client, index: 9, userId: OWNER };
  const clients = [plan, others];
  check(clients, [told.trace], sent, truthOf(log, clients), findings);
  return findings;
}

const nothing = { lost: 0, doubled: 0, out_of_order: 0, leaked: 0 };

describe('the checker of a cluster', () => {
  let log: Written;
  beforeEach(() => {
    log = new Written();
  });

  it('finds nothing where everything came that may be seen, once and in order', () => {
    const from = log.end;
    const one = log.message(GENERAL);
    log.message(PRIVATE);
    const given = log.roles(INNER);
    const two = log.message(PRIVATE);
    const taken = log.roles();
    log.message(PRIVATE);
    const three = log.message(GENERAL);
    const told = new Told().ready(from).events(one, given, two, taken, three).holds(log.whole(), GENERAL);
    const { counts, told: words } = judge(told, log.whole());
    expect(counts, words.join('\n')).to.deep.equal(nothing);
  });

  it('finds what was not sent', () => {
    const from = log.end;
    const [one, , three] = [log.message(GENERAL), log.message(GENERAL), log.message(GENERAL)];
    const told = new Told().ready(from).events(one!, three!).holds(log.whole(), GENERAL);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, lost: 1 });
  });

  it('finds what was sent with other content', () => {
    const from = log.end;
    const told = new Told().ready(from).events(log.message(GENERAL)).holds(log.whole(), GENERAL);
    told.trace.events[2]! ^= 1;
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, lost: 1 });
  });

  it('finds what was sent twice, also when the connection passed it over', () => {
    const from = log.end;
    const [one, two] = [log.message(GENERAL), log.message(GENERAL)];
    const told = new Told().ready(from).events(one, two, one).holds(log.whole(), GENERAL);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, doubled: 1 });
    const repeated = new Told().ready(from).events(one, two).holds(log.whole(), GENERAL);
    repeated.mark({ kind: 'repeat', place: one.place! });
    expect(judge(repeated, log.whole()).counts).to.deep.equal({ ...nothing, doubled: 1 });
  });

  it('finds what came after later events, which is lost to who passed it over', () => {
    const from = log.end;
    const [one, two] = [log.message(GENERAL), log.message(GENERAL)];
    const told = new Told().ready(from).events(two, one).holds(log.whole(), GENERAL);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, out_of_order: 1 });
    const repeated = new Told().ready(from).events(two).holds(log.whole(), GENERAL);
    repeated.mark({ kind: 'repeat', place: one.place! });
    expect(judge(repeated, log.whole()).counts).to.deep.equal({ ...nothing, lost: 1, out_of_order: 1 });
  });

  it('finds what permissions hide at its place, before it is shown and after', () => {
    const from = log.end;
    const early = log.message(PRIVATE);
    const given = log.roles(INNER);
    const taken = log.roles();
    const late = log.message(PRIVATE);
    const told = new Told().ready(from).events(early, given, taken, late).holds(log.whole(), GENERAL);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, leaked: 2 });
  });

  it('finds what an overwrite hides, and what is sent of a community that was left', () => {
    const shown = log.add('c', COMMUNITY, 'CHANNEL_UPDATE', channel(PRIVATE));
    const from = log.end;
    const one = log.message(PRIVATE);
    log.add('c', COMMUNITY, 'CHANNEL_UPDATE', channel(PRIVATE, hidden));
    const two = log.message(PRIVATE);
    log.add('c', COMMUNITY, 'COMMUNITY_MEMBER_REMOVE', { community_id: COMMUNITY, user_id: READER });
    const three = log.message(GENERAL);
    const told = new Told().ready(from).events(one, two).mark({ kind: 'gone', community: COMMUNITY }).events(three);
    expect(shown.sequence).to.equal(from);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, leaked: 2 });
  });

  it('finds what is sent where the log has nothing, and what no connection is to be sent', () => {
    const from = log.end;
    const invite = log.add('c', COMMUNITY, 'INVITE_DELETE', { code: 'abcdef', community_id: COMMUNITY });
    const told = new Told().ready(from).events(invite).holds(log.whole(), GENERAL);
    told.trace.events.push(partition, 99, 0);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, leaked: 2 });
  });

  it('finds what a resume did not bring, and lets it hide what is hidden by then', () => {
    const from = log.end;
    const given = log.roles(INNER);
    const one = log.message(PRIVATE);
    const away = log.end;
    log.message(PRIVATE);
    const missed = log.message(GENERAL);
    const taken = log.roles();
    const cursors = { [partition]: log.end };
    const live = log.message(GENERAL);
    const back = (...replayed: LogEvent[]) =>
      new Told()
        .ready(from)
        .events(given, one)
        .mark({ kind: 'resume', cursors: { [partition]: away } })
        .events(...replayed)
        .mark({ kind: 'resumed', cursors, communities: [COMMUNITY] })
        .events(live)
        .holds(log.whole(), GENERAL);
    expect(judge(back(missed, taken), log.whole()).counts).to.deep.equal(nothing);
    expect(judge(back(taken), log.whole()).counts).to.deep.equal({ ...nothing, lost: 1 });
    expect(judge(back(), log.whole()).counts).to.deep.equal({ ...nothing, lost: 2 });
  });

  it('finds what is replayed though it was hidden all the time', () => {
    const from = log.end;
    const one = log.message(PRIVATE);
    const told = new Told()
      .ready(from)
      .mark({ kind: 'resume', cursors: { [partition]: from } })
      .events(one)
      .mark({ kind: 'resumed', cursors: { [partition]: log.end }, communities: [COMMUNITY] })
      .holds(log.whole(), GENERAL);
    expect(judge(told, log.whole()).counts).to.deep.equal({ ...nothing, leaked: 1 });
  });

  it('finds what is neither in the state of a joined community nor sent after it', () => {
    const [one, two, three] = [log.message(GENERAL), log.message(GENERAL), log.message(GENERAL)];
    const joined = (head: LogEvent) =>
      new Told()
        .mark({ kind: 'ready', cursors: {}, communities: [] })
        .mark({ kind: 'shown', community: COMMUNITY, heads: { [GENERAL]: head.data<{ id: string }>().id } })
        .events(three)
        .holds(log.whole(), GENERAL);
    expect(judge(joined(two), log.whole()).counts).to.deep.equal(nothing);
    expect(judge(joined(one), log.whole()).counts).to.deep.equal({ ...nothing, lost: 1 });
  });

  it('finds what a client holds at the end and may not, or may and does not', () => {
    const from = log.end;
    const one = log.message(GENERAL);
    const whole = log.whole();
    const ends = (...channels: string[]) =>
      judge(
        new Told()
          .ready(from)
          .events(one)
          .holds(whole, ...channels),
        whole,
      );
    expect(ends(GENERAL, PRIVATE).counts).to.deep.equal({ ...nothing, leaked: 1 });
    expect(ends().counts).to.deep.equal({ ...nothing, lost: 1 });
    const stale = new Told().ready(from).events(one).holds(whole, GENERAL);
    stale.trace.held.heads[GENERAL] = '1';
    expect(judge(stale, whole).counts).to.deep.equal({ ...nothing, lost: 1 });
  });

  it('asks of a passive client what it has in view, also over a resume, and of a bot what it wants', () => {
    const from = log.end;
    const one = log.message(GENERAL);
    const two = log.message(GENERAL);
    const whole = log.whole();
    const plan = { ...client, passive: true };
    const cursors = (at: number) => ({ [partition]: at });
    const looked: Mark = { kind: 'looked', communities: [COMMUNITY] };
    const subscribed: Mark = { kind: 'subscribed', cursors: cursors(from), communities: [COMMUNITY] };
    const elsewhere: Mark = { kind: 'looked', communities: [] };
    const resume: Mark = { kind: 'resume', cursors: cursors(one.sequence) };
    const resumed: Mark = { kind: 'resumed', cursors: cursors(two.sequence), communities: [COMMUNITY] };
    const tell = (...steps: (Mark | LogEvent)[]) => {
      const told = new Told().ready(from);
      for (const step of steps) {
        if ('kind' in step) told.mark(step);
        else told.events(step);
      }
      return judge(told.holds(whole, GENERAL), whole, [], plan).counts;
    };
    expect(tell()).to.deep.equal(nothing);
    expect(tell(looked, subscribed)).to.deep.equal({ ...nothing, lost: 2 });
    expect(tell(looked, subscribed, one, elsewhere)).to.deep.equal(nothing);
    expect(tell(looked, subscribed, one, resume, two, resumed)).to.deep.equal(nothing);
    expect(tell(looked, subscribed, one, resume, resumed)).to.deep.equal({ ...nothing, lost: 1 });
    // One who was put out while away, and is let in again, has it out of view.
    const away: Mark = { kind: 'resumed', cursors: cursors(one.sequence), communities: [] };
    const back: Mark = { kind: 'shown', community: COMMUNITY, heads: {} };
    expect(tell(looked, subscribed, one, resume, away, back)).to.deep.equal(nothing);
    const bot = { ...client, intents: 1 };
    expect(judge(new Told().ready(from).holds(whole, GENERAL), whole, [], bot).counts).to.deep.equal(nothing);
    const sent = new Told().ready(from).events(one).holds(whole, GENERAL);
    expect(judge(sent, whole, [], bot).counts).to.deep.equal({ ...nothing, leaked: 1 });
  });

  it('finds sends that the log lacks or has twice', () => {
    const from = log.end;
    const one = log.message(GENERAL);
    const { id } = one.data<{ id: string }>();
    const told = () => new Told().ready(from).events(one).holds(log.whole(), GENERAL);
    const sent = (nonce: string, as: string | null): Sent => ({ author: OWNER, nonce, id: as });
    expect(judge(told(), log.whole(), [sent('nonce 1', id), sent('never', null)]).counts).to.deep.equal(nothing);
    expect(judge(told(), log.whole(), [sent('other', id)]).counts).to.deep.equal({ ...nothing, lost: 1 });
    const again = log.add(
      'c',
      COMMUNITY,
      'MESSAGE_CREATE',
      { ...one.data<object>(), id: '30000000000000009' },
      GENERAL,
    );
    const both = new Told().ready(from).events(one, again).holds(log.whole(), GENERAL);
    expect(judge(both, log.whole(), [sent('nonce 1', id)]).counts).to.deep.equal({ ...nothing, doubled: 1 });
  });

  it('finds history that differs from the log', () => {
    const ids = [1, 2, 3].map(() => log.message(GENERAL).data<{ id: string }>().id) as [string, string, string];
    const compare = (...history: string[]) => {
      const findings = new Findings();
      checkHistory(GENERAL, history, log.whole(), findings);
      return findings.counts;
    };
    expect(compare(...ids)).to.deep.equal(nothing);
    expect(compare(ids[0], ids[2])).to.deep.equal({ ...nothing, lost: 1 });
    expect(compare(ids[0], ids[2], ids[1])).to.deep.equal({ ...nothing, out_of_order: 1 });
    expect(compare(...ids, ids[2])).to.deep.equal({ ...nothing, doubled: 1 });
    expect(compare(...ids, '30000000000000009')).to.deep.equal({ ...nothing, leaked: 1 });
  });
});
