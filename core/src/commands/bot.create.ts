import { CozyError, LIMITS } from '@cozy/protocol';
import { formatBotToken, hashSecret, newSecret } from '../auth/secrets.ts';
import type { UserDocument } from '../database/documents.ts';
import { botView } from '../state/bots.ts';
import type { Handler } from './command.ts';

export const createBot: Handler<'bot.create'> = async ({ database, outbox, nextId }, input, { actor }) => {
  const { name, ...application } = input;
  const owner_id = actor.user.id;
  if ((await database.users.countDocuments({ owner_id })) >= LIMITS.botsPerUser) {
    throw new CozyError('LIMIT_REACHED', { message: `One account can have ${LIMITS.botsPerUser} bots.` });
  }
  const _id = nextId();
  const secret = newSecret();
  // The id makes the username unique without asking.
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .slice(0, 16) || 'bot';
  const document: Omit<UserDocument, 'rev' | 'outbox'> = {
    _id,
    username: `${slug}.${BigInt(_id).toString(36)}`,
    display_name: name,
    hue: Number(BigInt(_id) % 360n),
    bio: '',
    bot: true,
    home: null,
    owner_id,
    token_hash: hashSecret(secret),
    ...(Object.keys(application).length > 0 && { application }),
    created_at: new Date().toISOString(),
  };
  const bot = botView({ ...document, rev: 0, outbox: [] });
  await outbox.create(database.users, document, [
    { owner: { kind: 'u', id: owner_id }, name: 'BOT_CREATE', data: bot },
  ]);
  return { bot, token: formatBotToken(_id, secret) };
};
