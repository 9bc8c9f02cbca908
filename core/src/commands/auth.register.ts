import { CozyError } from '@cozy/protocol';
import { hashPassword } from '../auth/passwords.ts';
import { openSession } from '../auth/sessions.ts';
import type { Database } from '../database/database.ts';
import type { UserDocument } from '../database/documents.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import type { Handler } from './command.ts';

/** Colours of new accounts are spread by the time at which they are made. */
const HUES = 360n;

export const registerAccount: Handler<'auth.register'> = async (context, input, { caller }) => {
  const { database, nextId } = context;
  const { username, password } = input;
  const email = input.email.toLowerCase();
  // Asked before the costly hash; the unique indexes decide when two register at once.
  await assertFree(database, email, username);
  const _id = nextId();
  const user: UserDocument = {
    _id,
    username,
    display_name: username,
    hue: Number((BigInt(_id) >> 22n) % HUES),
    bio: '',
    bot: false,
    home: null,
    email,
    password_hash: await hashPassword(password),
    created_at: new Date().toISOString(),
    rev: 1,
    outbox: [],
  };
  try {
    // Nobody knows the account yet, so there is nobody to tell.
    await database.users.collection.insertOne(user as never);
  } catch (error) {
    if (isDuplicateKey(error)) await assertFree(database, email, username);
    throw error;
  }
  return openSession(context, user, caller);
};

async function assertFree({ users }: Database, email: string, username: string): Promise<void> {
  if (await users.exists({ email })) throw new CozyError('EMAIL_TAKEN');
  if (await users.exists({ username })) throw new CozyError('USERNAME_TAKEN');
}
