import { CozyError, type User } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { MemberDocument } from '../database/documents.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import { type AuditEvent, audit } from './audit.ts';
import { leaving } from './leaving.ts';

/** Whether a ban has ended though nobody has taken it away yet. */
export function hasEnded({ expires_at }: NonNullable<MemberDocument['ban']>): boolean {
  return expires_at !== undefined && Date.parse(expires_at) <= Date.now();
}

/**
 * Refuses someone who is banned. A ban whose time has come is taken away first.
 *
 * @param user who is told so, or the bot that somebody adds.
 * @returns the document of their membership, which may have ended; null when they have never been here.
 * @throws CozyError BANNED.
 */
export async function assertNotBanned(
  context: Context,
  communityId: string,
  user: Pick<User, 'id' | 'bot'>,
): Promise<MemberDocument | null> {
  const _id = `${communityId}:${user.id}`;
  const document = (await context.database.members.findOne({ _id }).lean()) as MemberDocument | null;
  if (!document?.ban) return document;
  if (!hasEnded(document.ban)) {
    throw new CozyError('BANNED', user.bot ? {} : { message: 'You are banned from this community.' });
  }
  await endBan(context, document);
  return document;
}

/**
 * Bans someone: ends their membership, if they have one, and keeps them out, in one write.
 *
 * @param ban who, why, until when.
 * @param entry what the audit log is to say of it.
 * @throws CozyError ALREADY_BANNED; CONFLICT when others keep overtaking.
 */
export async function ban(
  context: Context,
  communityId: string,
  user: User,
  ban: NonNullable<MemberDocument['ban']>,
  entry: AuditEvent,
): Promise<void> {
  const { database, outbox, replica } = context;
  const _id = `${communityId}:${user.id}`;
  await untilCommitted(async () => {
    const before = await assertNotBanned(context, communityId, user).catch((error: unknown) => {
      throw error instanceof CozyError && error.code === 'BANNED' ? new CozyError('ALREADY_BANNED') : error;
    });
    const isMember = before !== null && !before.left;
    try {
      const committed = await outbox.commit(
        database.members,
        {
          _id,
          left: before ? before.left : { $exists: false },
          ban: { $exists: false },
          ...(before && { rev: before.rev }),
        },
        {
          $set: { ban, left: true, roles: [], names: [] },
          $unset: { installation: '' },
          // Of someone who has never been here.
          $setOnInsert: { community_id: communityId, user_id: user.id, nick: null, joined_at: ban.created_at },
        },
        [
          ...(isMember ? leaving(before) : []),
          {
            owner: { kind: 'c', id: communityId },
            name: 'COMMUNITY_BAN_ADD',
            data: { community_id: communityId, user },
          },
          entry,
        ],
        before === null,
      );
      if (!committed) return OVERTAKEN;
      await replica.reached(committed.places);
      return undefined;
    } catch (error) {
      // They came in, or were banned, a moment ago.
      if (!isDuplicateKey(error)) throw error;
      return OVERTAKEN;
    }
  });
}

/**
 * Lifts a ban.
 *
 * @param by who does it and why; without it only one whose time has come is lifted, and nobody has done it.
 * @returns what the audit log says of it, or null when there was no ban to lift.
 */
export async function endBan(
  context: Context,
  { community_id, user_id }: Pick<MemberDocument, 'community_id' | 'user_id'>,
  by?: { actor_id: string; reason?: string | undefined },
): Promise<AuditEvent | null> {
  const { database, outbox, replica, users } = context;
  const user = (await users.publicOf([user_id])).get(user_id);
  const entry = audit(context, {
    community_id,
    action: 'MEMBER_BAN_REMOVE',
    target_id: user_id,
    ...(by && { actor_id: by.actor_id }),
    ...(by?.reason && { reason: by.reason }),
  });
  const due = by ? { ban: { $exists: true } } : { 'ban.expires_at': { $lte: new Date().toISOString() } };
  const committed = await outbox.commit(
    database.members,
    { _id: `${community_id}:${user_id}`, ...due },
    { $unset: { ban: '' } },
    [
      ...(user
        ? [
            {
              owner: { kind: 'c', id: community_id },
              name: 'COMMUNITY_BAN_REMOVE',
              data: { community_id, user },
            } as const,
          ]
        : []),
      entry,
    ],
  );
  if (!committed) return null;
  await replica.reached(committed.places);
  return entry;
}

/**
 * Lifts the bans whose time has come. The time stands with the ban, so no restart can miss it; to do it twice at once
 * does no harm.
 *
 * @param limit how many at most.
 */
export async function endDueBans(context: Context, limit: number): Promise<void> {
  const due = { 'ban.expires_at': { $lte: new Date().toISOString() } };
  const documents = await context.database.members.find(due).limit(limit).lean<MemberDocument[]>();
  for (const document of documents) await endBan(context, document);
}
