import { CozyError, holdsMessages, type Message } from '@cozy/protocol';
import { appendMessage } from '../state/appendMessage.ts';
import { accessMessage } from '../state/messages.ts';
import { keepSlowmode } from '../state/slowmode.ts';
import { ownThread } from '../state/threads.ts';
import { authorize } from './authorize.ts';
import type { Handler } from './command.ts';

export const forwardMessage: Handler<'message.forward'> = async (context, input, { caller, actor, channel }) => {
  const { id, author, content, created_at, forwarded } = await accessMessage(context, channel, input.message_id);
  // Who may forward may read here; whether they may write there is asked as for any message.
  const to = { channel_id: input.to_channel_id, content: '', nonce: input.nonce };
  const target = await authorize(context, 'message.send', to, caller);
  if (!holdsMessages(target.channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  await keepSlowmode(context, target, input.nonce);
  const source = { id, channel_id: channel.id, community_id: channel.community_id, author, content, created_at };
  const message: Message = {
    id: context.nextId(),
    channel_id: target.channel.id,
    community_id: target.community.id,
    author: actor.user,
    content: '',
    mentions: [],
    reply_to: null,
    reactions: [],
    // What was forwarded before comes from where it was first said.
    forwarded: forwarded ?? source,
    ...ownThread(target.channel),
    nonce: input.nonce,
    edited_at: null,
    created_at: new Date().toISOString(),
  };
  return { message: await appendMessage(context, message) };
};
