import { CozyError, compareIds, type User } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { CommunityDocument, DirectSide } from '../database/documents.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import type { CommunityState, Membership } from './communityState.ts';
import { join } from './membership.ts';
import { pairKey } from './relationships.ts';

/** Marks of conversations are spread over the colours by their id. */
const HUES = 360n;

/**
 * Makes the document of a conversation: a community with one text channel, without roles.
 *
 * @param owner_id null when it belongs to nobody.
 */
export function conversationDocument(
  { nextId }: Context,
  kind: 'direct' | 'group',
  name: string,
  owner_id: string | null,
): Omit<CommunityDocument, 'rev' | 'outbox'> {
  const id = nextId();
  const channel = { id: nextId(), community_id: id, type: 'text', name, topic: '', position: 0 } as const;
  return {
    _id: id,
    kind,
    name,
    description: '',
    hue: Number((BigInt(id) >> 22n) % HUES),
    owner_id: owner_id ?? id,
    roles: [],
    channels: [{ ...channel, parent_id: null, overwrites: [] }],
    deleted: false,
  };
}

/**
 * Gives the direct conversation of two people, with both in it. Of several who make it at once one does.
 *
 * @param me who opens it. If they are asked to accept it, they do; if they had closed it, it is in their list again.
 * @param isRequest whether the other is asked to accept it, if it is new.
 * @throws CozyError LIMIT_REACHED when one of them has too many.
 */
export async function openDirect(
  context: Context,
  me: User,
  other: User,
  isRequest: boolean,
): Promise<{ community: CommunityState; membership: Membership }> {
  const { database, outbox, replica } = context;
  const pair = pairKey(me.id, other.id);
  let found = await database.communities.findOne({ pair }, { _id: 1 }).lean();
  if (!found) {
    const document = {
      ...conversationDocument(context, 'direct', 'Direct message', null),
      pair,
      ...(isRequest && { sides: { [other.id]: { request: 'pending' } satisfies DirectSide } }),
    };
    try {
      await outbox.create(database.communities, document, []);
      found = document;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      found = await database.communities.findOne({ pair }, { _id: 1 }).lean();
    }
  }
  const community = await replica.community(found!._id);
  // The other first: who opens it is in it last, so that what a crash leaves is opened again.
  await ensureIn(context, community, other);
  await ensureIn(context, community, me);
  const { request, closed } = community.sides.get(me.id) ?? {};
  if (request || closed) await changeSide(context, community.id, me.id, () => ({}));
  const membership = await replica.membership(community, me.id);
  if (!membership) throw new CozyError('UNKNOWN_COMMUNITY');
  return { community, membership };
}

async function ensureIn(context: Context, community: CommunityState, user: User): Promise<void> {
  if (await context.replica.membership(community, user.id)) return;
  try {
    await join(context, community, user, []);
  } catch (error) {
    if (!(error instanceof CozyError) || error.code !== 'ALREADY_MEMBER') throw error;
  }
}

/**
 * Changes what one has made of a direct conversation, and shows it to them afresh. The other is not told.
 *
 * @param change given their side as it stands.
 * @throws CozyError UNKNOWN_COMMUNITY.
 */
export async function changeSide(
  context: Context,
  communityId: string,
  userId: string,
  change: (side: DirectSide) => DirectSide,
): Promise<void> {
  const community = await context.replica.community(communityId);
  const membership = await context.replica.membership(community, userId);
  const user = community.recipients.get(userId);
  if (!membership || !user) throw new CozyError('UNKNOWN_COMMUNITY');
  await changeCommunity(context, communityId, ({ sides = {}, _id: id }) => {
    const before = sides[userId] ?? {};
    const { request = null, closed = null } = change(before);
    if (request === (before.request ?? null) && closed === (before.closed ?? null)) {
      return { update: {}, events: [], result: undefined };
    }
    const side = { ...(request && { request }), ...(closed && { closed }) };
    const { request: _request, closed: _closed, ...snapshot } = community.snapshot(membership, user);
    return {
      update: { $set: { sides: { ...sides, [userId]: side } } },
      events: [
        {
          owner: { kind: 'c', id },
          name: 'DIRECT_UPDATE',
          data: { community_id: id, user_id: userId, request, closed },
        },
        { owner: { kind: 'u', id: userId }, name: 'COMMUNITY_CREATE', data: { ...snapshot, ...side } },
      ],
      result: undefined,
    };
  });
}

/** Takes a direct conversation out of sight of one who has blocked the other, if there is one. */
export async function refuseDirect(context: Context, me: string, other: string): Promise<void> {
  const found = await context.database.communities.findOne({ pair: pairKey(me, other) }, { _id: 1 }).lean();
  if (!found) return;
  const community = await context.replica.community(found._id);
  if (await context.replica.membership(community, me)) {
    await changeSide(context, found._id, me, (side) => ({ ...side, request: 'refused' }));
  }
}

/**
 * Who a group is handed to when its owner leaves.
 *
 * @returns the one with the oldest account besides the owner; null when there is nobody.
 */
export function heirOf({ recipients, owner_id }: CommunityState): string | null {
  return [...recipients.keys()].filter((id) => id !== owner_id).sort(compareIds)[0] ?? null;
}
