import { LIMITS } from '@cozy/protocol';
import { conversationDocument } from '../state/conversations.ts';
import { join } from '../state/membership.ts';
import { assertMayAdd } from '../state/reach.ts';
import { accessPerson } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const createGroup: Handler<'group.create'> = async (context, { user_ids, name }, { actor }) => {
  const me = actor.user;
  const others = await Promise.all(user_ids.map((_id) => accessPerson(context, { _id }, me.id)));
  await Promise.all(user_ids.map((id) => assertMayAdd(context, me.id, id)));
  const names = [me, ...others].map(({ display_name }) => display_name).join(', ');
  const document = conversationDocument(context, 'group', name ?? cut(names), me.id);
  await context.outbox.create(context.database.communities, document, []);
  const community = await context.replica.community(document._id);
  // Its owner first: what a crash leaves can be completed, or left.
  const membership = await join(context, community, me, []);
  for (const other of others) await join(context, community, other, []);
  return { community: community.view(membership) };
};

function cut(names: string): string {
  if (names.length <= LIMITS.nameLength) return names;
  // Not through the middle of a surrogate pair.
  return `${names.slice(0, LIMITS.nameLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
