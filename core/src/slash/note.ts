import { act } from './act.ts';
import { MEMBER, nameOf, needs, outcome, REASON } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/note`: keeps something about somebody for the moderators. */
export const note: SlashCommand = {
  definition: {
    name: 'note',
    description: 'Notes something about someone, which only moderators can read',
    options: [MEMBER, { ...REASON, name: 'text', description: 'What is noted', required: true }],
    default_member_permissions: needs('MODERATE_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const { member, text } = input.values;
    const done = await act(context, grant, 'member.note', {
      community_id: grant.community.id,
      user_id: String(member),
      reason: String(text).trim(),
    });
    return { content: `${nameOf(input)} has a new note${outcome(done)}` };
  },
};
