import { act } from './act.ts';
import { MEMBER, NOTIFY, nameOf, needs, outcome, REASON, towards } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/warn`: warns a member. */
export const warn: SlashCommand = {
  definition: {
    name: 'warn',
    description: 'Warns a member',
    options: [MEMBER, { ...REASON, required: true }, NOTIFY],
    default_member_permissions: needs('MODERATE_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const done = await act(context, grant, 'member.warn', { reason: '', ...towards(input, grant) });
    return { content: `${nameOf(input)} is warned${outcome(done)}` };
  },
};
