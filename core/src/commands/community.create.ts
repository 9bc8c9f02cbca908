import { CozyError, MEMBER_PERMISSIONS, MODERATOR_PERMISSIONS, PERMISSIONS, type Role } from '@cozy/protocol';
import type { CommunityDocument } from '../database/documents.ts';
import { join } from '../state/membership.ts';
import type { Handler } from './command.ts';

/** Marks of new communities are spread over the colours by their id. */
const HUES = 360n;

export const createCommunity: Handler<'community.create'> = async (context, input, { actor }) => {
  if (input.template !== undefined && input.template !== 'blank') throw new CozyError('UNKNOWN_TEMPLATE');
  const id = context.nextId();
  const role = (fixed: Exclude<Role['fixed'], null>, roleId: string, position: number, permissions: bigint): Role => ({
    id: roleId,
    community_id: id,
    name: fixed[0]!.toUpperCase() + fixed.slice(1),
    hue: null,
    position,
    permissions: permissions.toString(),
    fixed,
  });
  const owner = role('owner', context.nextId(), 10_000, PERMISSIONS.ADMINISTRATOR);
  const document: Omit<CommunityDocument, 'rev' | 'outbox'> = {
    _id: id,
    name: input.name,
    description: input.description ?? '',
    hue: input.hue ?? Number((BigInt(id) >> 22n) % HUES),
    owner_id: actor.user.id,
    roles: [
      owner,
      role('moderator', context.nextId(), 5_000, MODERATOR_PERMISSIONS),
      role('member', id, 0, MEMBER_PERMISSIONS),
    ],
    channels: [
      {
        id: context.nextId(),
        community_id: id,
        type: 'text',
        name: 'general',
        topic: '',
        position: 0,
        parent_id: null,
        overwrites: [],
      },
    ],
    deleted: false,
  };
  // Nobody can know the community before its first member, so it needs no event of its own: the owner's membership
  // announces it. A crash between the two writes leaves a community that nobody sees.
  await context.outbox.create(context.database.communities, document, []);
  const community = await context.replica.community(id);
  const membership = await join(context, community, actor.user, [owner.id]);
  return { community: community.view(membership) };
};
