import { act } from './act.ts';
import { caseLine } from './caseLine.ts';
import { MEMBER, nameOf, needs } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** Warnings that are listed. */
const LISTED = 10;

/** `/warnings`: what a member was warned of. */
export const warnings: SlashCommand = {
  definition: {
    name: 'warnings',
    description: 'Lists what a member was warned of',
    options: [MEMBER],
    default_member_permissions: needs('MODERATE_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const { cases, users } = await act(context, grant, 'case.list', {
      community_id: grant.community.id,
      user_id: String(input.values.member),
      action: 'MEMBER_WARN',
      limit: LISTED,
    });
    if (cases.length === 0) return { content: `${nameOf(input)} was not warned yet.` };
    const lines = cases.map((one) => `- ${caseLine(one, users)}`);
    return { content: `${nameOf(input)} was warned, the last time first:\n\n${lines.join('\n')}` };
  },
};
