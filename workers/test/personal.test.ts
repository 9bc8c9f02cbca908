import type { Context } from '@cozy/core';
import { type CommandInput, type CommandName, type CommandOutput, CozyError, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import { eventually, openContext, person, run, type TestUser } from '../../core/test/harness.ts';
import { startWorker, type Worker } from '../src/index.ts';
import { Scheduler } from '../src/scheduler.ts';

describe('What people keep for themselves', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let worker: Worker;
  let ann: TestUser;
  let bob: TestUser;
  let community_id: string;
  let channel_id: string;

  before(async () => {
    ({ context, drop } = await openContext());
    worker = await startWorker(context);
  });
  beforeEach(async () => {
    [ann, bob] = await Promise.all([person(context), person(context)]);
    const { community } = await as(ann, 'community.create', { name: 'Home' });
    community_id = community.id;
    channel_id = community.channels[0]!.id;
    const { invite } = await as(ann, 'invite.create', { community_id });
    await as(bob, 'invite.accept', { code: invite.code });
  });
  after(async () => {
    await worker.close();
    await drop();
  });

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
  const later = (ms: number) => new Date(Date.now() + ms).toISOString();
  const history = async () => (await as(ann, 'message.history', { channel_id })).messages.map(({ content }) => content);
  const putOff = async (who: TestUser, content: string, ms: number) =>
    (await as(who, 'message.schedule', { channel_id, content, send_at: later(ms) })).scheduled;

  it('are notification settings, of which the usual ones are not kept', async () => {
    const usual = { level: 'inherit', muted: false, muted_until: null, suppress_everyone: false } as const;
    await as(bob, 'notification.update', { community_id, channel_id, ...usual, level: 'all' });
    await as(bob, 'notification.update', { community_id, ...usual, muted: true, muted_until: later(60_000) });
    await eventually('both are kept', async () => (await as(bob, 'notification.list', {})).settings.length === 2);
    expect((await as(ann, 'notification.list', {})).settings).to.deep.equal([]);
    await as(bob, 'notification.update', { community_id, channel_id, ...usual });
    await eventually('one is kept', async () => (await as(bob, 'notification.list', {})).settings.length === 1);
    const elsewhere = (await as(ann, 'community.create', { name: 'Else' })).community.channels[0]!.id;
    const wrong = as(bob, 'notification.update', { community_id, channel_id: elsewhere, ...usual });
    expect(await refusal(wrong)).to.equal('UNKNOWN_CHANNEL');
    const of = (n: number) => ({ _id: `${ann.id}:${n}`, user_id: ann.id }) as never;
    await context.database.notifications.insertMany(
      Array.from({ length: LIMITS.notificationSettings }, (_, n) => of(n)),
    );
    const more = as(ann, 'notification.update', { community_id, ...usual, level: 'all' });
    expect(await refusal(more)).to.equal('LIMIT_REACHED');
  });

  it('are drafts, of which the one holds that was changed later, whenever it comes', async () => {
    const drafts = async () => (await as(bob, 'draft.list', {})).drafts.map(({ content }) => content);
    await as(bob, 'draft.set', { channel_id, content: 'second $set', updated_at: later(-1_000) });
    await as(bob, 'draft.set', { channel_id, content: 'first', updated_at: later(-9_000) });
    await as(ann, 'draft.set', { channel_id, content: 'hers' });
    await eventually('the later one is there', async () => (await drafts()).join() === 'second $set');
    await as(bob, 'draft.set', { channel_id, content: '' });
    await eventually('there is none', async () => (await drafts()).length === 0);
    const old = Array.from({ length: LIMITS.draftsListed + 1 }, (_, n) => ({
      _id: `${bob.id}:${n}`,
      user_id: bob.id,
      channel_id,
      content: 'old',
      reply_to: null,
      updated_at: later(-n),
    }));
    await context.database.drafts.insertMany(old);
    expect(await drafts()).to.have.length(LIMITS.draftsListed);
  });

  it('are messages that are sent on time, once, in their order', async () => {
    const first = await putOff(bob, 'one', 700);
    await putOff(bob, 'two', 800);
    expect((await as(bob, 'schedule.list', {})).scheduled.map(({ content }) => content)).to.deep.equal(['one', 'two']);
    expect((await as(ann, 'schedule.list', {})).scheduled).to.deep.equal([]);
    await eventually('both are sent', async () => (await history()).length === 2);
    expect(await history()).to.deep.equal(['two', 'one']);
    await eventually('none waits', async () => (await as(bob, 'schedule.list', {})).scheduled.length === 0);
    expect(await refusal(as(bob, 'schedule.cancel', { schedule_id: first.id }))).to.equal('UNKNOWN_SCHEDULE');
  });

  it('can be changed, sent now and taken back, by their author only', async () => {
    const [one, two] = [await putOff(bob, 'one', 60_000), await putOff(bob, 'two', 60_000)];
    const foreign = as(ann, 'schedule.update', { schedule_id: one.id, content: 'mine' });
    expect(await refusal(foreign)).to.equal('UNKNOWN_SCHEDULE');
    await as(bob, 'schedule.cancel', { schedule_id: two.id });
    await as(bob, 'schedule.update', { schedule_id: one.id, content: 'changed' });
    await as(bob, 'schedule.send', { schedule_id: one.id });
    await eventually('it is sent', async () => (await history()).join() === 'changed');
  });

  it('fail with a reason when their author may not send any more, and can wait anew', async () => {
    const { id } = await putOff(bob, 'one', 300);
    await as(ann, 'member.kick', { community_id, user_id: bob.id });
    const failed = async () => (await as(bob, 'schedule.list', {})).scheduled.find((one) => one.state === 'failed');
    await eventually('it has failed', async () => (await failed()) !== undefined);
    expect((await failed())?.failure).to.equal('There is no such channel, or you may not see it.');
    expect(await history()).to.deep.equal([]);
    const again = await as(bob, 'schedule.update', { schedule_id: id, send_at: later(60_000) });
    expect(again.scheduled).to.include({ state: 'waiting', failure: null });
    await as(bob, 'schedule.cancel', { schedule_id: id });
  });

  it('are sent once although the worker died right after sending, and the log has forgotten the nonce', async () => {
    const { id } = await putOff(bob, 'once', 3_600_000);
    const tried_from = context.nextId();
    // By hand under another name in the log, so that only a look at the channel finds it.
    const { message } = await as(bob, 'message.send', { channel_id, content: 'other', nonce: 'other' });
    const { sequence: _place, ...sent } = { ...message, id: context.nextId(), content: 'once' };
    await context.log.append(
      {
        owner: { kind: 'c', id: community_id },
        channelId: channel_id,
        name: 'MESSAGE_CREATE',
        data: { ...sent, nonce: `scheduled:${id}` },
      },
      context.nextId(),
    );
    const left = { $set: { state: 'sending', tried_from, send_at: later(-1) } } as const;
    await context.database.schedules.updateOne({ _id: id }, left);
    await eventually('it has ended', async () => (await as(bob, 'schedule.list', {})).scheduled.length === 0);
    expect(await history()).to.deep.equal(['once', 'other']);
  });

  it('are sent by whoever leads when the time has come', async () => {
    await worker.close();
    await putOff(bob, 'meanwhile', 50);
    const schedulers = [new Scheduler(context), new Scheduler(context)];
    worker = await startWorker(context);
    await Promise.all(schedulers.map((one) => one.start()));
    await eventually('it is sent', async () => (await history()).length > 0);
    await Promise.all(schedulers.map((one) => one.stop()));
    expect(await history()).to.deep.equal(['meanwhile']);
  });

  it('are bounded in number and time', async () => {
    const schedule = (send_at: string) => as(bob, 'message.schedule', { channel_id, content: 'x', send_at });
    expect(await refusal(schedule(later(-1_000)))).to.equal('INVALID_INPUT');
    expect(await refusal(schedule(later((LIMITS.scheduledDays + 1) * 86_400_000)))).to.equal('INVALID_INPUT');
    await Promise.all(Array.from({ length: LIMITS.scheduledPerUser }, () => schedule(later(3_600_000))));
    expect(await refusal(schedule(later(3_600_000)))).to.equal('LIMIT_REACHED');
  });
});
