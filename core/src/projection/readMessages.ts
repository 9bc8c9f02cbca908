import type { Message, ReactionCount } from '@cozy/protocol';
import type { Filter } from 'mongodb';
import type { Context } from '../context.ts';
import type { MessageDocument } from '../database/documents.ts';

/**
 * Reads messages with their reactions from the projection.
 *
 * @param filter which messages.
 * @param limit how many at most; with 0 none, where MongoDB would take it for no limit.
 * @param me whose reactions are marked as their own.
 * @param order -1 newest first, 1 oldest first; or what to sort by.
 */
export async function readMessages(
  { database, places }: Pick<Context, 'database' | 'places'>,
  filter: Filter<MessageDocument>,
  limit: number,
  me: string,
  order: 1 | -1 | Record<string, 1 | -1> = -1,
): Promise<Message[]> {
  if (limit === 0) return [];
  const sort = typeof order === 'number' ? { _id: order } : order;
  const documents = await database.messages
    .find(filter, { projection: { versions: 0, edit_sequence: 0, embed_sequence: 0 } })
    .sort(sort)
    .limit(limit)
    .toArray();
  for (const edge of [documents.at(0), documents.at(-1)]) if (edge) places.remember(edge.id, edge.channel_id, edge._id);
  const reacted = documents.filter((document) => document.reacted).map(({ id }) => id);
  const reactions = await countReactions(database, reacted, me);
  const votes = await ownVotes(database, documents, me);
  return documents.map(({ _id: _key, deleted: _deleted, reacted: _reacted, ...fields }) => ({
    ...fields,
    ...(fields.poll && votes.has(fields.id) && { poll: { ...fields.poll, me: votes.get(fields.id)! } }),
    reactions: reactions.get(fields.id) ?? [],
  }));
}

async function countReactions(
  database: Context['database'],
  messageIds: readonly string[],
  me: string,
): Promise<Map<string, ReactionCount[]>> {
  const counts = new Map<string, ReactionCount[]>();
  if (messageIds.length === 0) return counts;
  const groups = database.reactions.aggregate<{
    _id: { m: string; e: string };
    count: number;
    mine: number;
    first: number;
  }>([
    { $match: { message_id: { $in: messageIds }, removed: false } },
    {
      $group: {
        _id: { m: '$message_id', e: '$emoji' },
        count: { $sum: 1 },
        mine: { $sum: { $cond: [{ $eq: ['$user_id', me] }, 1, 0] } },
        first: { $min: '$sequence' },
      },
    },
    { $sort: { first: 1 } },
  ]);
  for await (const { _id, count, mine } of groups) {
    const list = counts.get(_id.m) ?? [];
    list.push({ emoji: _id.e, count, me: mine > 0 });
    counts.set(_id.m, list);
  }
  return counts;
}

async function ownVotes(
  { pollVotes }: Context['database'],
  documents: readonly MessageDocument[],
  me: string,
): Promise<Map<string, number[]>> {
  const ids = documents.filter(({ poll }) => poll).map(({ id }) => `${id}:${me}`);
  if (ids.length === 0) return new Map();
  const votes = await pollVotes.find({ _id: { $in: ids } }).toArray();
  return new Map(votes.filter(({ answers }) => answers.length > 0).map((vote) => [vote.message_id, vote.answers]));
}
