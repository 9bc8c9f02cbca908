import { act } from './act.ts';
import { MEMBER, NOTIFY, nameOf, needs, outcome, REASON, towards } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/kick`: removes a member, who can come back with an invitation. */
export const kick: SlashCommand = {
  definition: {
    name: 'kick',
    description: 'Removes a member, who can come back with an invitation',
    options: [MEMBER, REASON, NOTIFY],
    default_member_permissions: needs('KICK_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const done = await act(context, grant, 'member.kick', towards(input, grant));
    return { content: `${nameOf(input)} is removed${outcome(done)}` };
  },
};
