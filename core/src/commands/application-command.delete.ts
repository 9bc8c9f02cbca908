import { CozyError } from '@cozy/protocol';
import { commandSetId } from '../state/applicationCommands.ts';
import type { Handler } from './command.ts';

export const deleteCommand: Handler<'application-command.delete'> = async (
  { database },
  { command_id: id },
  { actor },
) => {
  const { matchedCount } = await database.commandSets.updateOne(
    {
      application_id: actor.user.id,
      'commands.id': id,
      ...(actor.boundTo && { _id: commandSetId(actor.user.id, actor.boundTo) }),
    },
    { $pull: { commands: { id } } },
  );
  if (matchedCount === 0) throw new CozyError('UNKNOWN_APPLICATION_COMMAND');
  return {};
};
