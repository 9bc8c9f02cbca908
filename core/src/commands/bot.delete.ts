import { CozyError } from '@cozy/protocol';
import { accessBot } from '../state/bots.ts';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const deleteBot: Handler<'bot.delete'> = async (context, { bot_id }, { actor }) => {
  const { database, outbox, users } = context;
  await accessBot(context, actor.user.id, bot_id);
  // Memberships go first: if a crash comes in between, the bot is still listed and can be deleted again.
  const memberships = await database.members.find({ user_id: bot_id, left: false }).lean();
  for (const { community_id } of memberships) {
    await leave(context, community_id, bot_id).catch((error: unknown) => {
      if (!(error instanceof CozyError) || error.code !== 'UNKNOWN_MEMBER') throw error;
    });
  }
  await database.commandSets.deleteMany({ application_id: bot_id });
  // The account stays, without owner and token, as the author of what it wrote.
  await outbox.commit(
    database.users,
    { _id: bot_id, owner_id: actor.user.id },
    { $unset: { token_hash: 1, old_token: 1, owner_id: 1 } },
    [
      { owner: { kind: 'u', id: bot_id }, name: 'SESSION_DELETE', data: { id: bot_id } },
      { owner: { kind: 'u', id: actor.user.id }, name: 'BOT_DELETE', data: { id: bot_id } },
    ],
  );
  users.forget(bot_id);
  return {};
};
