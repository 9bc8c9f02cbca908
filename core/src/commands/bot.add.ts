import { accessBot } from '../state/bots.ts';
import { askedScopes } from '../state/installations.ts';
import { join } from '../state/membership.ts';
import { publicUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const addBot: Handler<'bot.add'> = async (context, { bot_id }, { actor, community }) => {
  const document = await accessBot(context, actor.user.id, bot_id);
  const bot = publicUser(document);
  const now = new Date().toISOString();
  const grant = { id: context.nextId(), installer_id: actor.user.id, scopes: askedScopes(document) };
  const membership = await join(context, community, bot, [], { ...grant, created_at: now, updated_at: now });
  return { member: community.member(membership, bot) };
};
