import { CozyError, holdsMessages, type Message, type MessageReference, mentionsIn } from '@cozy/protocol';
import { claimAttachments } from '../attachments/attachments.ts';
import { requireComponents } from '../interactions/componentFault.ts';
import { appendMessage, sendKey } from '../state/appendMessage.ts';
import { accessMessage } from '../state/messages.ts';
import { keepSlowmode } from '../state/slowmode.ts';
import { ownThread } from '../state/threads.ts';
import { wideMentions } from '../state/wideMentions.ts';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

/** Characters of the answered message that a reply quotes. */
const QUOTE_LENGTH = 200;

export const sendMessage: Handler<'message.send'> = async (context, input, grant) => {
  const { actor, channel, community, permissions } = grant;
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  const { attachments: wanted = [], sticker_ids = [], components = [] } = input;
  if (input.content === '' && wanted.length + sticker_ids.length + components.length === 0) {
    throw new CozyError('INVALID_INPUT', { errors: { '/content': 'Must be text, unless something is attached.' } });
  }
  if (components.length > 0) {
    if (actor.kind !== 'bot') throw new CozyError('FORBIDDEN', { message: 'Only bots send buttons and selects.' });
    requireComponents(components);
  }
  if (wanted.length > 0) requirePermissions(permissions, ['ATTACH_FILES']);
  const sticker_items = sticker_ids.map((wantedId) => {
    const sticker = community.stickers.find(({ id }) => id === wantedId);
    if (!sticker) throw new CozyError('UNKNOWN_STICKER');
    return sticker;
  });
  const { thread_id, title } = input;
  if (title && (channel.type !== 'feed' || thread_id)) {
    throw new CozyError('INVALID_INPUT', { errors: { '/title': 'Only a post in a feed has a title.' } });
  }
  if (thread_id && (await accessMessage(context, channel, thread_id)).thread_id) throw new CozyError('NOT_A_THREAD');
  let reply_to: MessageReference | null = null;
  if (input.reply_to) {
    const answered = await accessMessage(context, channel, input.reply_to);
    const isHere = answered.thread_id === thread_id || answered.id === thread_id;
    if (!isHere)
      throw new CozyError('INVALID_INPUT', { errors: { '/reply_to': 'That message is in another thread.' } });
    const { id, author, content } = answered;
    reply_to = { id, author, content: content.slice(0, QUOTE_LENGTH) };
  }
  await keepSlowmode(context, grant, input.nonce);
  // One key for the file and the event: a repeated send has the same files, and is the same message.
  const key = sendKey(actor.user.id, input.nonce);
  const attachments = await claimAttachments(context, channel, actor.user.id, key, wanted);
  const named = mentionsIn(input.content);
  const message: Message = {
    id: context.nextId(),
    channel_id: channel.id,
    community_id: community.id,
    author: actor.user,
    content: input.content,
    mentions: named.users,
    // A thread tells those who follow it, not a whole community.
    ...(thread_id ? {} : wideMentions(community, permissions, named)),
    reply_to,
    reactions: [],
    ...(attachments.length > 0 && { attachments }),
    ...(components.length > 0 && { components }),
    ...(sticker_items.length > 0 && { sticker_items }),
    ...(thread_id ? { thread_id } : ownThread(channel)),
    ...(title && { title }),
    nonce: input.nonce,
    edited_at: null,
    created_at: new Date().toISOString(),
  };
  return { message: await appendMessage(context, message) };
};
