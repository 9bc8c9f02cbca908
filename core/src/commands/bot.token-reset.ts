import { CozyError } from '@cozy/protocol';
import { formatBotToken, hashSecret, newSecret } from '../auth/secrets.ts';
import { accessBot, botView } from '../state/bots.ts';
import type { Handler } from './command.ts';

export const resetBotToken: Handler<'bot.token-reset'> = async (context, { bot_id }, { actor }) => {
  const bot = await accessBot(context, actor.user.id, bot_id);
  const secret = newSecret();
  // A bot's session is the bot itself: ending it closes its connections on every node.
  const committed = await context.outbox.commit(
    context.database.users,
    { _id: bot_id, owner_id: actor.user.id },
    { $set: { token_hash: hashSecret(secret) } },
    [{ owner: { kind: 'u', id: bot_id }, name: 'SESSION_DELETE', data: { id: bot_id } }],
  );
  if (!committed) throw new CozyError('UNKNOWN_BOT');
  context.users.forget(bot_id);
  return { bot: botView(bot), token: formatBotToken(bot_id, secret) };
};
