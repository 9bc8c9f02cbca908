import type { CommandInput, Message } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Context, messageKey } from '../src/index.ts';
import { openContext, person, run, type TestUser } from './harness.ts';

/** Messages of the channel. */
const MANY = 400;
/** Between the ids of messages that follow one another, so that there are ids between them. */
const STEP = 1_000n;

describe('History', function () {
  this.timeout(120_000);
  let context: Context;
  let drop: () => Promise<void>;
  let ann: TestUser;
  let channel_id: string;
  let other: string;
  /** The id of the oldest. */
  let first: bigint;
  /** Ids in the order of the log, without the deleted ones. */
  const shown: string[] = [];
  /** All ids, with the places of those that are in the channel. */
  const places = new Map<string, number>();

  before(async () => {
    ({ context, drop } = await openContext());
    ann = await person(context);
    const { community } = await run(context, ann, 'community.create', { name: 'Home' });
    channel_id = community.channels[0]!.id;
    const made = await run(context, ann, 'channel.create', { community_id: community.id, name: 'x', type: 'text' });
    other = made.channel.id;
    first = BigInt(context.nextId());
    const { user: author } = await run(context, ann, 'user.me', {});
    const documents = Array.from({ length: MANY }, (_, i) => {
      // Every tenth and the next come in the other order than their ids say, as of two nodes.
      const age = i % 10 === 0 ? i + 1 : i % 10 === 1 ? i - 1 : i;
      const id = String(first + BigInt(age) * STEP);
      // Other channels of the partition have places between.
      const sequence = i * 3 + 1 + (i % 2);
      const deleted = i % 7 === 3;
      places.set(id, sequence);
      if (!deleted) shown.push(id);
      return { id, sequence, deleted, channel_id, _id: messageKey(channel_id, sequence), content: String(i) };
    });
    const foreign = Array.from({ length: MANY }, (_, i) => {
      const [id, sequence] = [String(first + BigInt(i) * STEP + 7n), i * 3 + 3];
      return { id, sequence, deleted: false, channel_id: other, _id: messageKey(other, sequence), content: `o${i}` };
    });
    const common = {
      community_id: community.id,
      author,
      mentions: [],
      reply_to: null,
      edited_at: null,
      reacted: false,
    };
    const created_at = new Date().toISOString();
    await context.database.messages.insertMany(
      [...documents, ...foreign].map((own) => ({ ...common, created_at, ...own })),
    );
    for (const { id } of foreign) places.set(id, 0);
  });
  after(() => drop());

  const read = async (input: Omit<CommandInput<'message.history'>, 'channel_id'>) =>
    (await run(context, ann, 'message.history', { channel_id, ...input })).messages.map(({ id }: Message) => id);
  const placeOf = (id: string) => places.get(id)!;
  /** How many of the shown messages stand before an id, and whether it is one that has a place there. */
  const standing = (id: string) => {
    const own = places.get(id);
    const isBefore = own ? (one: string) => placeOf(one) < own : (one: string) => BigInt(one) < BigInt(id);
    return { before: shown.filter(isBefore).length, isShown: shown.includes(id) };
  };

  it('[GW-19] is the same, page by page in both directions, as the order of the log', async () => {
    const down: string[] = [];
    for (
      let page = await read({ limit: 33 });
      page.length > 0;
      page = await read({ before: down.at(-1)!, limit: 33 })
    ) {
      down.push(...page);
    }
    expect(down).to.deep.equal([...shown].reverse());
    const up = [shown[0]!];
    for (let page = await read({ after: up[0]!, limit: 27 }); page.length > 0; ) {
      up.push(...page.reverse());
      page = await read({ after: up.at(-1)!, limit: 27 });
    }
    expect(up).to.deep.equal(shown);
  });

  it('begins at any id: of a message, a deleted one, one of another channel, or of none at all', async () => {
    // Where ids and places disagree, an id of no message of the channel has no place that is right.
    const clear = Array.from({ length: MANY }, (_, i) => i).filter((i) => i % 10 > 0);
    const near = clear.flatMap((i) => [7n, 500n].map((after) => String(first + BigInt(i) * STEP + after)));
    const own = [...places.keys()].filter((id) => placeOf(id) > 0);
    const candidates = [...own, ...near, '1'.repeat(18)];
    const newest = String(BigInt(shown.at(-1)!) + 10n * STEP);
    const property = fc.asyncProperty(
      fc.constantFrom(...candidates, newest),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom('before' as const, 'after' as const, 'around' as const),
      async (id, limit, direction) => {
        const { before, isShown } = standing(id);
        const through = before + (isShown ? 1 : 0);
        const half = Math.ceil(limit / 2);
        const expected = {
          before: shown.slice(Math.max(0, before - limit), before),
          after: shown.slice(through, through + limit),
          around: shown.slice(Math.max(0, through - half), through + limit - half),
        }[direction];
        expect(await read({ [direction]: id, limit }), `${direction} ${id}`).to.deep.equal(expected.reverse());
      },
    );
    const seed = process.env.COZY_SEED ? { seed: Number(process.env.COZY_SEED) } : {};
    await fc.assert(property, { numRuns: 150, ...seed });
  });
});
