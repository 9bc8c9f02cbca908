import { CozyError } from '@cozy/protocol';
import { verifyPassword } from '../auth/passwords.ts';
import { openSession } from '../auth/sessions.ts';
import type { UserDocument } from '../database/documents.ts';
import type { Handler } from './command.ts';

/** Wrong passwords for one account from one address: 10, and 10 more every 5 minutes. */
const FAILURES = { burst: 10, perSecond: 10 / 300 };

export const loginAccount: Handler<'auth.login'> = async (context, { email, password }, { caller }) => {
  const { database, rates } = context;
  const account = email.toLowerCase();
  const user = (await database.users.findOne({ email: account }).lean()) as UserDocument | null;
  // Taken before the answer is known, so that guesses made at once are counted too, and given back unless it was wrong.
  const key = `auth.login failed ${account} ${caller.address}`;
  const wait = rates.take(key, FAILURES);
  if (wait > 0) {
    throw new CozyError('RATE_LIMITED', {
      message: `Too many wrong passwords for this account. Wait ${Math.ceil(wait)} seconds.`,
      retryAfter: wait,
    });
  }
  const right = await verifyPassword(user?.password_hash, password).catch((error: unknown) => {
    rates.refund(key, FAILURES);
    throw error;
  });
  if (!right || !user) throw new CozyError('INVALID_CREDENTIALS');
  rates.refund(key, FAILURES);
  return openSession(context, user, caller);
};
