import { setLocked } from './locking.ts';
import { CHANNEL, needs } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/unlock`: lets members write in a channel again. */
export const unlock: SlashCommand = {
  definition: {
    name: 'unlock',
    description: 'Lets members write in a channel again',
    options: [CHANNEL],
    default_member_permissions: needs('MANAGE_CHANNELS', 'MANAGE_ROLES'),
  },
  run: async (context, input, grant) => ({
    content: `${await setLocked(context, input, grant, false)} is open again.`,
  }),
};
