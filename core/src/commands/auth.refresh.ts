import { CozyError } from '@cozy/protocol';
import { hashRefreshSecret, newRefreshSecret, parseRefreshToken, sameFamily } from '../auth/secrets.ts';
import { endSession, issueTokens, sessionExpiry } from '../auth/sessions.ts';
import type { Handler } from './command.ts';

export const refreshTokens: Handler<'auth.refresh'> = async (context, { refresh_token }) => {
  const { database, users } = context;
  const token = parseRefreshToken(refresh_token);
  if (!token) throw new CozyError('INVALID_REFRESH_TOKEN');
  const { sessionId: _id, secret } = token;
  const next = newRefreshSecret(secret.family);
  // One atomic write: of two requests with the same token only one finds it current.
  const session = await database.sessions
    .findOneAndUpdate(
      { _id, refresh_hash: hashRefreshSecret(secret), revoked: false, expires_at: { $gt: new Date() } },
      {
        $set: {
          refresh_hash: hashRefreshSecret(next),
          last_used_at: new Date().toISOString(),
          expires_at: sessionExpiry(),
        },
        $inc: { rev: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean();
  if (session) return issueTokens(context, await users.get(session.user_id), _id, next);

  const reused = await database.sessions.findOne({ _id, revoked: false }).lean();
  if (reused && sameFamily(secret, reused.refresh_hash)) {
    // Either the person or a thief holds a copy, and nobody can tell which: both are logged out.
    await endSession(context, reused.user_id, _id);
    context.logger.warn({ session: _id, user: reused.user_id }, 'A refresh token was used twice; its log-in was ended');
  }
  throw new CozyError('INVALID_REFRESH_TOKEN');
};
