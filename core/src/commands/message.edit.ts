import { CozyError, hasPermission, mentionsIn } from '@cozy/protocol';
import { requireComponents } from '../interactions/componentFault.ts';
import { readMessages } from '../projection/readMessages.ts';
import { accessMessage } from '../state/messages.ts';
import { refuseTimedOut } from './authorize.ts';
import type { Handler } from './command.ts';

/** Milliseconds to wait until the edited message can be read. */
const WAIT = 3_000;

export const editMessage: Handler<'message.edit'> = async (
  context,
  input,
  { actor, channel, membership, permissions },
) => {
  // Editing needs no permission of its own; administrators are above a timeout.
  if (!hasPermission(permissions, 'ADMINISTRATOR')) refuseTimedOut(membership);
  const { message_id: id, content, components } = input;
  const known = await accessMessage(context, channel, id);
  if (known.author.id !== actor.user.id) {
    throw new CozyError('FORBIDDEN', { message: 'Only its author may edit a message.' });
  }
  if (known.poll) throw new CozyError('FORBIDDEN', { message: 'A poll cannot be edited. Delete it and make another.' });
  if (components) {
    if (actor.kind !== 'bot') throw new CozyError('FORBIDDEN', { message: 'Only bots send buttons and selects.' });
    requireComponents(components);
  }
  const community_id = channel.community_id;
  const data = {
    id,
    channel_id: channel.id,
    community_id,
    content,
    mentions: mentionsIn(content).users,
    ...(components && { components }),
    edited_at: new Date().toISOString(),
  };
  const { place } = await context.log.append(
    { owner: { kind: 'c', id: community_id }, channelId: channel.id, name: 'MESSAGE_UPDATE', data },
    context.nextId(),
  );
  await context.progress.reach(place[0], place[1], WAIT);
  const key = await context.places.keyOf(channel.id, id);
  const [message] = key === null ? [] : await readMessages(context, { _id: key }, 1, actor.user.id);
  if (!message) throw new CozyError('UNKNOWN_MESSAGE');
  return { message };
};
