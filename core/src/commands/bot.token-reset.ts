import { CozyError } from '@cozy/protocol';
import { formatBotToken, hashSecret, newSecret } from '../auth/secrets.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { accessBot, botView } from '../state/bots.ts';
import { selfUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const resetBotToken: Handler<'bot.token-reset'> = async (context, { bot_id, grace = 0 }, { actor }) => {
  const bot = await accessBot(context, actor.user.id, bot_id);
  const secret = newSecret();
  const token_hash = hashSecret(secret);
  const old_token = grace > 0 && bot.token_hash && { hash: bot.token_hash, until: Date.now() + grace * 1000 };
  // A bot's session is the bot itself: ending it closes its connections on every node, and makes every node forget its
  // token. With grace they stay, and the nodes are told by an update that changes nothing else.
  const told: NewEvent = old_token
    ? { owner: { kind: 'u', id: bot_id }, name: 'USER_UPDATE', data: selfUser(bot) }
    : { owner: { kind: 'u', id: bot_id }, name: 'SESSION_DELETE', data: { id: bot_id } };
  const committed = await context.outbox.commit(
    context.database.users,
    { _id: bot_id, owner_id: actor.user.id, token_hash: bot.token_hash },
    old_token ? { $set: { token_hash, old_token } } : { $set: { token_hash }, $unset: { old_token: '' } },
    [told],
  );
  if (!committed) throw new CozyError('CONFLICT');
  context.users.forget(bot_id);
  return { bot: botView(bot), token: formatBotToken(bot_id, secret) };
};
