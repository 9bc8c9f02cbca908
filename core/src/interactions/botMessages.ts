import {
  type ActionRow,
  type Channel,
  CozyError,
  hasPermission,
  MESSAGE_FLAGS,
  type Message,
  mentionsIn,
  type User,
} from '@cozy/protocol';
import { requireScope } from '../commands/authorize.ts';
import type { Actor } from '../commands/command.ts';
import type { Context } from '../context.ts';
import type { EphemeralDocument } from '../database/documents.ts';
import { appendMessage } from '../state/appendMessage.ts';
import type { CommunityState } from '../state/communityState.ts';
import { accessMessage } from '../state/messages.ts';
import { wideMentions } from '../state/wideMentions.ts';
import { requireComponents } from './componentFault.ts';
import type { Call } from './tokens.ts';

/** Days that a message which only one person sees can be used. */
const EPHEMERAL_DAYS = 1;

/** What a bot says. */
export interface Said {
  content?: string | undefined;
  components?: ActionRow[] | undefined;
  flags?: number | undefined;
}

/** Where a bot answers, and what it may do there. */
export interface BotPlace {
  bot: User;
  community: CommunityState;
  channel: Channel;
  permissions: bigint;
}

/**
 * Finds where an interaction is answered.
 *
 * @throws CozyError UNKNOWN_CHANNEL when the bot is no member any more, or may not see the channel; MISSING_SCOPE.
 */
export async function placeOf({ replica }: Context, call: Call, actor: Actor): Promise<BotPlace> {
  const bot = actor.user;
  const { community, channel } = await replica.channel(call.channel);
  if (actor.boundTo && actor.boundTo !== community.id) throw new CozyError('UNKNOWN_CHANNEL');
  const membership = await replica.membership(community, bot.id);
  const permissions = membership ? community.permissions(membership, channel) : 0n;
  if (!hasPermission(permissions, 'VIEW_CHANNEL')) throw new CozyError('UNKNOWN_CHANNEL');
  requireScope(community, actor, 'commands', channel);
  return { bot, community, channel, permissions };
}

/**
 * Refuses what cannot be said.
 *
 * @throws CozyError INVALID_INPUT.
 */
export function requireSaid({ content = '', components = [] }: Said, field = '/content'): void {
  requireComponents(components);
  if (content !== '' || components.length > 0) return;
  throw new CozyError('INVALID_INPUT', { errors: { [field]: 'Must be text, unless there are components.' } });
}

/**
 * Sends an answer: to the channel, or to the caller alone.
 *
 * @param said fits; without content and components it is the promise of an answer.
 * @param nonce of the same bot and nonce, the first message is given.
 */
export async function sendAnswer(
  context: Context,
  { bot, community, channel, permissions }: BotPlace,
  call: Call,
  { content = '', components = [], flags = 0 }: Said,
  nonce: string,
): Promise<Message> {
  const named = mentionsIn(content);
  const ephemeral = (flags & MESSAGE_FLAGS.EPHEMERAL) !== 0;
  const message: Message = {
    id: context.nextId(),
    channel_id: channel.id,
    community_id: community.id,
    author: bot,
    content,
    mentions: named.users,
    ...(!ephemeral && !call.thread && wideMentions(community, permissions, named)),
    reply_to: null,
    reactions: [],
    ...(components.length > 0 && { components }),
    interaction: { id: call.id, name: call.name, user_id: call.user },
    edited_at: null,
    created_at: new Date().toISOString(),
  };
  if (call.thread) message.thread_id = call.thread;
  if (ephemeral) {
    message.flags = MESSAGE_FLAGS.EPHEMERAL;
    await showAlone(context, call.user, call.id, message);
    return message;
  }
  if (channel.type === 'feed' && !call.thread) message.thread = { count: 0, last_reply_id: null, last_reply_at: null };
  return appendMessage(context, { ...message, nonce });
}

/** Shows one person a message, or what has become of it, and keeps it so that its components can be used. */
export async function showAlone(
  { database, log, nextId }: Context,
  userId: string,
  interactionId: string,
  message: Message,
): Promise<void> {
  const { id, channel_id } = message;
  const document: EphemeralDocument = {
    _id: id,
    user_id: userId,
    interaction_id: interactionId,
    message,
    expires_at: new Date(Date.now() + EPHEMERAL_DAYS * 86_400_000),
  };
  await database.ephemerals.replaceOne({ _id: id }, document, { upsert: true });
  await log.append(
    { owner: { kind: 'u', id: userId }, name: 'INTERACTION_RESPONSE', data: { channel_id, message_id: id, message } },
    nextId(),
  );
}

/** A message that answers an interaction, or whose component was used: one of a channel, or for one person alone. */
type Answered = { alone: EphemeralDocument } | { message: Awaited<ReturnType<typeof accessMessage>> };

/**
 * Finds a message that a bot may change by an interaction.
 *
 * @throws CozyError UNKNOWN_MESSAGE when it has nothing to do with the interaction.
 */
export async function accessAnswer(context: Context, place: BotPlace, call: Call, id: string): Promise<Answered> {
  const alone = await context.database.ephemerals.findOne({ _id: id });
  if (alone) {
    const own = alone.message.author.id === place.bot.id && alone.user_id === call.user;
    if (!own || (alone.interaction_id !== call.id && id !== call.message)) throw new CozyError('UNKNOWN_MESSAGE');
    return { alone };
  }
  const message = await accessMessage(context, place.channel, id);
  const own = message.author.id === place.bot.id;
  if (!own || (message.interaction?.id !== call.id && id !== call.message)) throw new CozyError('UNKNOWN_MESSAGE');
  return { message };
}

/**
 * Changes a message that `accessAnswer` has found. What is left out stays.
 *
 * @throws CozyError INVALID_INPUT when nothing would be left of it.
 */
export async function changeAnswer(
  context: Context,
  { channel }: BotPlace,
  answered: Answered,
  said: Said,
  field?: string,
): Promise<void> {
  const before = 'alone' in answered ? answered.alone.message : answered.message;
  const { content = before.content, components = before.components ?? [] } = said;
  requireSaid({ content, components }, field);
  const mentions = mentionsIn(content).users;
  const edited_at = new Date().toISOString();
  if ('alone' in answered) {
    const { user_id, interaction_id, message } = answered.alone;
    const { components: _before, ...rest } = message;
    const after = { ...rest, content, mentions, edited_at, ...(components.length > 0 && { components }) };
    await showAlone(context, user_id, interaction_id, after);
    return;
  }
  const { community_id } = channel;
  const data = { id: before.id, channel_id: channel.id, community_id, content, mentions, components, edited_at };
  await context.log.append(
    { owner: { kind: 'c', id: community_id }, channelId: channel.id, name: 'MESSAGE_UPDATE', data },
    context.nextId(),
  );
}
