import { CozyError, OPTION_TYPES } from '@cozy/protocol';
import { act } from './act.ts';
import { MEMBER, nameOf, needs } from './options.ts';
import { plain } from './plain.ts';
import type { SlashCommand } from './slashCommand.ts';

const options = [MEMBER, { type: OPTION_TYPES.ROLE, name: 'role', description: 'Which role', required: true }];

/** `/role`: gives a member a role, or takes one away. */
export const role: SlashCommand = {
  definition: {
    name: 'role',
    description: 'Gives a member a role, or takes it away',
    options: [
      { type: OPTION_TYPES.SUBCOMMAND, name: 'add', description: 'Gives a member a role', options },
      { type: OPTION_TYPES.SUBCOMMAND, name: 'remove', description: 'Takes a role away from a member', options },
    ],
    default_member_permissions: needs('MANAGE_ROLES'),
  },
  run: async (context, input, grant) => {
    const { values, resolved, subcommand } = input;
    const [user_id, roleId] = [String(values.member), String(values.role)];
    const member = resolved.members?.[user_id];
    if (!member) throw new CozyError('UNKNOWN_MEMBER');
    const others = member.roles.filter((id) => id !== roleId);
    await act(context, grant, 'role.assign', {
      community_id: grant.community.id,
      user_id,
      roles: subcommand === 'add' ? [...others, roleId] : others,
    });
    const name = `**${plain(resolved.roles?.[roleId]?.name ?? '')}**`;
    return {
      content: `${nameOf(input)} ${subcommand === 'add' ? 'has' : 'does not have'} the role ${name}${subcommand === 'add' ? ' now' : ' any more'}.`,
    };
  },
};
