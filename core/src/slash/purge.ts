import { CozyError, LIMITS, OPTION_TYPES } from '@cozy/protocol';
import { catchUp } from '../projection/catchUp.ts';
import { act } from './act.ts';
import { MEMBER, needs } from './options.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/purge`: deletes the last messages of a channel. */
export const purge: SlashCommand = {
  definition: {
    name: 'purge',
    description: 'Deletes the last messages of this channel',
    options: [
      {
        type: OPTION_TYPES.INTEGER,
        name: 'count',
        description: 'How many',
        required: true,
        min_value: 1,
        max_value: LIMITS.deletedAtOnce,
      },
      {
        ...MEMBER,
        description: `Only theirs, among the last ${LIMITS.historyPage} messages`,
        required: false,
      },
    ],
    default_member_permissions: needs('MANAGE_MESSAGES', 'READ_MESSAGE_HISTORY'),
  },
  run: async (context, { values, threadId }, grant) => {
    if (threadId) {
      throw new CozyError('INVALID_INPUT', { message: 'Replies in threads are deleted one by one.' });
    }
    const here = { channel_id: grant.channel.id };
    // What was written just now counts too.
    await catchUp(context, grant.community.id);
    const { messages } = await act(context, grant, 'message.history', { ...here, limit: LIMITS.historyPage });
    const among = messages.filter(({ author }) => values.member === undefined || author.id === values.member);
    const message_ids = among.slice(0, Number(values.count)).map(({ id }) => id);
    if (message_ids.length === 0) return { content: 'There is nothing to delete.' };
    await act(context, grant, 'message.delete-bulk', { ...here, message_ids });
    return {
      content: message_ids.length === 1 ? '1 message is deleted.' : `${message_ids.length} messages are deleted.`,
    };
  },
};
