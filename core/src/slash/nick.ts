import { LIMITS, OPTION_TYPES } from '@cozy/protocol';
import { act } from './act.ts';
import { MEMBER, needs } from './options.ts';
import { plain } from './plain.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/nick`: changes your nickname, or that of a member below you. */
export const nick: SlashCommand = {
  definition: {
    name: 'nick',
    description: 'Changes your nickname here, or that of another member',
    options: [
      {
        type: OPTION_TYPES.STRING,
        name: 'name',
        description: 'The new nickname; without it, there is none any more',
        min_length: 1,
        max_length: LIMITS.nameLength,
      },
      { ...MEMBER, description: 'Whose, if it is not yours', required: false },
    ],
    default_member_permissions: needs('CHANGE_NICKNAME'),
  },
  run: async (context, { values }, grant) => {
    const { member } = await act(context, grant, 'member.update', {
      community_id: grant.community.id,
      user_id: String(values.member ?? grant.actor.user.id),
      nick: values.name === undefined ? null : String(values.name).trim(),
    });
    const whose = `**${plain(member.user.display_name)}**`;
    return {
      content: member.nick ? `${whose} is called **${plain(member.nick)}** here.` : `${whose} has no nickname now.`,
    };
  },
};
