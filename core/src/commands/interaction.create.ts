import { CozyError, holdsMessages, INTERACTION_TYPES } from '@cozy/protocol';
import { callCommand } from '../interactions/callCommand.ts';
import { sendModal } from '../interactions/sendModal.ts';
import { useComponent } from '../interactions/useComponent.ts';
import { accessMessage } from '../state/messages.ts';
import type { Handler } from './command.ts';

export const createInteraction: Handler<'interaction.create'> = async (context, input, grant) => {
  const { channel } = grant;
  const { type, thread_id } = input;
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  if (thread_id && (await accessMessage(context, channel, thread_id)).thread_id) throw new CozyError('NOT_A_THREAD');
  if (type === INTERACTION_TYPES.COMPONENT) return useComponent(context, input, grant);
  if (type === INTERACTION_TYPES.MODAL) return sendModal(context, input, grant);
  return callCommand(context, input, grant);
};
