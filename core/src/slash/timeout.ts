import { LIMITS } from '@cozy/protocol';
import { act } from './act.ts';
import { DURATION, inWords, readDuration } from './duration.ts';
import { MEMBER, NOTIFY, nameOf, needs, outcome, REASON, towards } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/timeout`: lets a member only read for a time. */
export const timeout: SlashCommand = {
  definition: {
    name: 'timeout',
    description: 'Lets a member only read for a time',
    options: [MEMBER, { ...DURATION, description: 'How long, such as 30m, 2h or 7d; 0 ends it' }, REASON, NOTIFY],
    default_member_permissions: needs('MODERATE_MEMBERS'),
  },
  run: async (context, input, grant) => {
    const seconds = readDuration(input.values.duration, LIMITS.timeoutDays * 86_400);
    const done = await act(context, grant, 'member.timeout', {
      ...towards(input, grant),
      communication_disabled_until: seconds ? new Date(Date.now() + seconds * 1000).toISOString() : null,
    });
    const what = seconds ? `is timed out for ${inWords(seconds)}` : 'is not timed out any more';
    return { content: `${nameOf(input)} ${what}${outcome(done)}` };
  },
};
