import { isDeepStrictEqual } from 'node:util';
import { type ApplicationCommand, COMMAND_TYPES, CozyError } from '@cozy/protocol';
import { requireCommands } from '../interactions/commandFault.ts';
import { commandSetId } from '../state/applicationCommands.ts';
import { requireScope } from './authorize.ts';
import type { Handler } from './command.ts';

export const setCommands: Handler<'application-command.set'> = async (context, input, { actor }) => {
  const { database, replica, nextId } = context;
  const { community_id, commands: drafts } = input;
  const application_id = actor.user.id;
  if (actor.kind !== 'bot') throw new CozyError('FORBIDDEN', { message: 'Only bots have commands of their own.' });
  if (actor.boundTo && actor.boundTo !== community_id) {
    throw new CozyError('FORBIDDEN', {
      message: 'This token is for the commands of one community: name it in community_id.',
    });
  }
  requireCommands(drafts);
  if (community_id) {
    const community = await replica.community(community_id);
    if (!(await replica.membership(community, application_id))) throw new CozyError('UNKNOWN_COMMUNITY');
    requireScope(community, actor, 'commands');
  }
  const _id = commandSetId(application_id, community_id);
  const before = (await database.commandSets.findOne({ _id }))?.commands ?? [];
  const commands = drafts.map((draft): ApplicationCommand => {
    const { type = COMMAND_TYPES.CHAT_INPUT, description = '' } = draft;
    const id = before.find((one) => one.type === type && one.name === draft.name)?.id ?? nextId();
    return { ...draft, id, application_id, ...(community_id && { community_id }), type, description };
  });
  // A bot says at each start what it has, which is mostly what it had.
  if (isDeepStrictEqual(before, commands)) return { commands };
  await database.commandSets.replaceOne({ _id }, { application_id, commands }, { upsert: true });
  // Memberships from before there were commands do not say that they are a bot's.
  await database.members.collection.updateMany({ user_id: application_id, left: false }, { $set: { bot: true } });
  return { commands };
};
