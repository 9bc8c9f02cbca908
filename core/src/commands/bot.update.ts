import type { EventData } from '@cozy/protocol';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { accessBot, botView } from '../state/bots.ts';
import { selfUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const updateBot: Handler<'bot.update'> = async (context, { bot_id, ...fields }, { actor }) => {
  const { database, outbox, users } = context;
  const { name, description, hue, ...asked } = fields;
  const profile = {
    ...(name !== undefined && { display_name: name }),
    ...(description !== undefined && { bio: description }),
    ...(hue !== undefined && { hue }),
  };
  return await untilCommitted(async () => {
    const before = await accessBot(context, actor.user.id, bot_id);
    const set = { ...profile, application: { ...before.application, ...asked } };
    const after = { ...before, ...set };
    const events: NewEvent[] = [{ owner: { kind: 'u', id: actor.user.id }, name: 'BOT_UPDATE', data: botView(after) }];
    // The members hear of a new profile from the projector, which reads this event and updates the bot's memberships.
    if (Object.keys(profile).length > 0) {
      const data: EventData<'USER_UPDATE'> = selfUser(after);
      events.push({ owner: { kind: 'u', id: bot_id }, name: 'USER_UPDATE', data });
    }
    const filter = { _id: bot_id, owner_id: actor.user.id, rev: before.rev };
    if (!(await outbox.commit(database.users, filter, { $set: set }, events))) return OVERTAKEN;
    users.forget(bot_id);
    return { bot: botView(after) };
  });
};
