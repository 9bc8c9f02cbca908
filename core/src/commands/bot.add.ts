import { audit, changesOf } from '../state/audit.ts';
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
  const entry = audit(context, {
    community_id: community.id,
    action: 'BOT_ADD',
    actor_id: actor.user.id,
    target_id: bot_id,
    changes: changesOf(null, grant, ['scopes']),
  });
  const installation = { ...grant, created_at: now, updated_at: now };
  const membership = await join(context, community, bot, [], { installation, also: [entry] });
  return { member: community.member(membership, bot) };
};
