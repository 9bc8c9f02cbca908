import { LIMITS } from '@cozy/protocol';
import { act } from './act.ts';
import { DURATION, inWords, readDuration } from './duration.ts';
import { CHANNEL, channelOf, needs } from './options.ts';
import { plain } from './plain.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/slowmode`: lets each member write once in a time. */
export const slowmode: SlashCommand = {
  definition: {
    name: 'slowmode',
    description: 'Lets each member write only once in a time',
    options: [{ ...DURATION, description: 'Between two messages, such as 10s or 5m; 0 ends it' }, CHANNEL],
    default_member_permissions: needs('MANAGE_CHANNELS'),
  },
  run: async (context, input, grant) => {
    const seconds = readDuration(input.values.duration, LIMITS.slowmodeSeconds);
    const { id, name } = channelOf(input, grant);
    await act(context, grant, 'channel.update', { channel_id: id, rate_limit_per_user: seconds });
    const what = seconds ? `Each member can write once in ${inWords(seconds)}` : 'Slow mode is off';
    return { content: `${what} in **#${plain(name)}**.` };
  },
};
