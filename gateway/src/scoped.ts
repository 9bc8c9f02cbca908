import { type Context, concerns, LogEvent, withoutContent, withoutQuote } from '@cozy/core';
import { EVENTS, type EventData, type EventName, type Scope, scopeIn } from '@cozy/protocol';
import type { Outgoing } from './frames.ts';

type MessageEvent = EventData<'MESSAGE_CREATE'> | EventData<'MESSAGE_UPDATE'>;

/** Events that say what is in a message; what else tells of it needs the scope for that. */
const WITH_CONTENT: ReadonlySet<EventName> = new Set(['MESSAGE_CREATE', 'MESSAGE_UPDATE']);

/** Events without what messages say, made once for all who are shown them so. */
const withheldEvents = new WeakMap<LogEvent, LogEvent>();

/**
 * Whether an event is open to who has these scopes.
 *
 * @param scopes null for who needs none.
 * @param channelType of the channel that it belongs to.
 */
export function isOpen(name: EventName, scopes: readonly Scope[] | null, channelType?: string): boolean {
  const { needs } = EVENTS[name];
  return scopes === null || needs === null || scopes.includes(scopeIn(needs, channelType));
}

/** Whether something of an event is kept from a bot with these scopes, unless it is its own or names it. */
export function isWithheld(event: Outgoing, scopes: readonly Scope[]): event is LogEvent {
  return WITH_CONTENT.has(event.name) && event instanceof LogEvent && !scopes.includes('read:message-content');
}

/** An event of a message without what that says. */
export function withheld(event: LogEvent): LogEvent {
  let known = withheldEvents.get(event);
  if (!known) {
    known = event.with(withoutContent(event.data<MessageEvent>()));
    withheldEvents.set(event, known);
  }
  return known;
}

/** Whether a message is a bot's own, or names it. The author of an edited one is known while it is remembered. */
export function isForBot(event: LogEvent, botId: string, { replica }: Pick<Context, 'replica'>): boolean {
  const message = event.data<MessageEvent>();
  const author = 'author' in message ? message.author : replica.recentMessages.get(message.id)?.author;
  return concerns({ mentions: message.mentions, ...(author && { author }) }, botId);
}

/**
 * What a bot is shown of an event that is open to it.
 *
 * @param scopes null for who needs none.
 */
export function shownTo(
  event: Outgoing,
  scopes: readonly Scope[] | null,
  botId: string,
  context: Pick<Context, 'replica'>,
): Outgoing {
  if (!scopes || !isWithheld(event, scopes)) return event;
  if (!isForBot(event, botId, context)) return withheld(event);
  const message = event.data<EventData<'MESSAGE_CREATE'>>();
  const shown = withoutQuote(message, botId);
  return shown === message ? event : event.with(shown);
}
