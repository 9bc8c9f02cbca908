import { accessBot } from '../state/bots.ts';
import { join } from '../state/membership.ts';
import { publicUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const addBot: Handler<'bot.add'> = async (context, { bot_id }, { actor, community }) => {
  const bot = publicUser(await accessBot(context, actor.user.id, bot_id));
  return { member: community.member(await join(context, community, bot, []), bot) };
};
