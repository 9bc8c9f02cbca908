import { setLocked } from './locking.ts';
import { CHANNEL, needs } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/lock`: lets members only read a channel. */
export const lock: SlashCommand = {
  definition: {
    name: 'lock',
    description: 'Lets members only read a channel',
    options: [CHANNEL],
    default_member_permissions: needs('MANAGE_CHANNELS', 'MANAGE_ROLES'),
  },
  run: async (context, input, grant) => ({
    content: `${await setLocked(context, input, grant, true)} is locked: members can only read.`,
  }),
};
