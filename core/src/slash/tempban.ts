import { LIMITS } from '@cozy/protocol';
import { act } from './act.ts';
import { DURATION, inWords, readDuration } from './duration.ts';
import { MEMBER, NOTIFY, nameOf, needs, outcome, REASON, towards } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/tempban`: keeps somebody out for a time. */
export const tempban: SlashCommand = {
  definition: {
    name: 'tempban',
    description: 'Removes someone and keeps them out for a time',
    options: [MEMBER, DURATION, REASON, NOTIFY],
    default_member_permissions: needs('BAN_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const duration = readDuration(input.values.duration, LIMITS.banSeconds);
    const done = await act(context, grant, 'member.ban', { ...towards(input, grant), duration });
    return { content: `${nameOf(input)} is banned for ${inWords(duration)}${outcome(done)}` };
  },
};
