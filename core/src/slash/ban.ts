import { LIMITS, OPTION_TYPES } from '@cozy/protocol';
import { act } from './act.ts';
import { MEMBER, NOTIFY, nameOf, needs, outcome, REASON, towards } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

const DAY = 86_400;

/** `/ban`: keeps somebody out until the ban is lifted. */
export const ban: SlashCommand = {
  definition: {
    name: 'ban',
    description: 'Removes someone and keeps them out until the ban is lifted',
    options: [
      MEMBER,
      REASON,
      {
        type: OPTION_TYPES.INTEGER,
        name: 'delete_days',
        description: 'Deletes their messages of so many days',
        min_value: 0,
        max_value: LIMITS.banDeletesSeconds / DAY,
      },
      NOTIFY,
    ],
    default_member_permissions: needs('BAN_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const days = Number(input.values.delete_days ?? 0);
    const done = await act(context, grant, 'member.ban', {
      ...towards(input, grant),
      ...(days > 0 && { delete_message_seconds: days * DAY }),
    });
    return { content: `${nameOf(input)} is banned${outcome(done)}` };
  },
};
