import { act } from './act.ts';
import { MEMBER, nameOf, needs, outcome, REASON, towards } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/unban`: lets somebody come in again. */
export const unban: SlashCommand = {
  definition: {
    name: 'unban',
    description: 'Lifts a ban',
    options: [MEMBER, REASON],
    default_member_permissions: needs('BAN_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const done = await act(context, grant, 'member.unban', towards(input, grant));
    return { content: `The ban of ${nameOf(input)} is lifted${outcome(done)}` };
  },
};
