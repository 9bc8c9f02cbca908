import { type CommandOutput, LIMITS } from '@cozy/protocol';
import type { Caller } from '../commands/command.ts';
import type { Context } from '../context.ts';
import type { SessionDocument, UserDocument } from '../database/documents.ts';
import { selfUser } from '../state/users.ts';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from './accessTokens.ts';
import { formatRefreshToken, hashRefreshSecret, newRefreshSecret, type RefreshSecret } from './secrets.ts';

/** Milliseconds that a log-in lasts without being used: 30 days, as auth.register's schema promises. */
const UNUSED_FOR = 30 * 86_400_000;
/** Milliseconds that an ended log-in stays: long enough for the outbox sweep to tell everyone. */
const ENDED_FOR = 86_400_000;
/** Characters of a user agent that are kept, as Session's schema says. */
const USER_AGENT_LENGTH = 200;

/** What register, login and refresh answer. */
export type Tokens = CommandOutput<'auth.login'>;

/** A moment after which a log-in that is used now ends. */
export function sessionExpiry(): Date {
  return new Date(Date.now() + UNUSED_FOR);
}

/**
 * Logs a person in on one more device, and ends those log-ins that have been unused for longest and are too many.
 *
 * @returns what the device needs to be logged in.
 */
export async function openSession(context: Context, user: UserDocument, { userAgent }: Caller): Promise<Tokens> {
  const { database, nextId } = context;
  const secret = newRefreshSecret();
  const now = new Date().toISOString();
  const session: SessionDocument = {
    _id: nextId(),
    user_id: user._id,
    refresh_hash: hashRefreshSecret(secret),
    user_agent: userAgent.slice(0, USER_AGENT_LENGTH),
    created_at: now,
    last_used_at: now,
    expires_at: sessionExpiry(),
    revoked: false,
    rev: 1,
    outbox: [],
  };
  // Nothing is announced, so there is nothing to publish, and people can log in while the log is away.
  await database.sessions.collection.insertOne(session as never);
  const surplus = await database.sessions
    .find({ user_id: user._id, revoked: false }, { _id: 1 })
    .sort({ last_used_at: -1, _id: -1 })
    .skip(LIMITS.sessionsPerUser)
    .lean();
  for (const { _id } of surplus) {
    await endSession(context, user._id, _id).catch((error: unknown) => {
      // The log or the database has gone away since. One log-in too many until the next one is better than none.
      context.logger.warn({ error, session: _id }, 'A log-in that is one too many could not be ended');
    });
  }
  return issueTokens(context, user, session._id, secret);
}

/** The answer that carries a log-in's new tokens. */
export async function issueTokens(
  { keys, settings }: Context,
  user: UserDocument,
  sessionId: string,
  secret: RefreshSecret,
): Promise<Tokens> {
  return {
    access_token: await signAccessToken(keys, { userId: user._id, sessionId, issuer: settings.domain }),
    refresh_token: formatRefreshToken(sessionId, secret),
    expires_in: ACCESS_TOKEN_SECONDS,
    user: selfUser(user),
  };
}

/**
 * Ends a log-in: its tokens stop working and its connections are closed.
 *
 * @returns false when the account has no such log-in.
 * @throws CozyError LOG_UNAVAILABLE when that cannot be announced now; nothing has changed then.
 */
export async function endSession(context: Context, userId: string, sessionId: string): Promise<boolean> {
  const { database, outbox } = context;
  const ended = await outbox.commit(
    database.sessions,
    { _id: sessionId, user_id: userId, revoked: false },
    { $set: { revoked: true, expires_at: new Date(Date.now() + ENDED_FOR) } },
    [{ owner: { kind: 'u', id: userId }, name: 'SESSION_DELETE', data: { id: sessionId } }],
  );
  context.forgetSession(sessionId);
  return ended !== null;
}
