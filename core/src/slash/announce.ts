import { CozyError, LIMITS, OPTION_TYPES } from '@cozy/protocol';
import { act } from './act.ts';
import { CHANNEL, needs } from './options.ts';
import { plain } from './plain.ts';
import type { SlashCommand } from './slashCommand.ts';

/** `/announce`: writes in the announcement channel, from wherever you are. */
export const announce: SlashCommand = {
  definition: {
    name: 'announce',
    description: 'Writes in the announcement channel, as you',
    options: [
      {
        type: OPTION_TYPES.STRING,
        name: 'text',
        description: 'What everyone should know',
        required: true,
        min_length: 1,
        max_length: LIMITS.optionValueLength,
      },
      { ...CHANNEL, description: 'Needed where there are several announcement channels, or none' },
    ],
    default_member_permissions: needs('MANAGE_MESSAGES'),
  },
  run: async (context, { values, resolved }, grant) => {
    const announcing = [...grant.community.channels.values()].filter(({ type }) => type === 'announcement');
    const channel =
      resolved.channels?.[String(values.channel)] ?? (announcing.length === 1 ? announcing[0] : undefined);
    if (!channel) throw new CozyError('INVALID_INPUT', { errors: { '/options/channel': 'Choose the channel.' } });
    await act(context, grant, 'message.send', {
      channel_id: channel.id,
      content: String(values.text),
      nonce: context.nextId(),
    });
    return { content: `It is announced in **#${plain(channel.name)}**.` };
  },
};
