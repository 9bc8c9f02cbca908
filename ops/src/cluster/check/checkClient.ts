import type { LogEvent } from '@cozy/core';
import { ALL_INTENTS, EVENTS, type EventData, INTENTS } from '@cozy/protocol';
import { fingerprint, type Trace } from '../trace.ts';
import type { ClientPlan } from '../world.ts';
import type { Findings } from './findings.ts';
import { audienceOf, COMMUNITY, isNewer, type Sight } from './sight.ts';
import { ACCOUNT, type Receipt, type Story, type Stretch } from './stretches.ts';
import type { WholeLog } from './wholeLog.ts';

/** What a client is compared with. */
export interface Truth {
  log: WholeLog;
  sights: ReadonlyMap<string, Sight>;
  /** Events of each account, by its id. */
  accounts: ReadonlyMap<string, readonly LogEvent[]>;
}

/** Events of an account that come with, or instead of, the state of a community, which is compared at the end. */
const ABOUT_COMMUNITIES = new Set(['COMMUNITY_CREATE', 'COMMUNITY_DELETE']);

/** Compares what a client was sent with the log. Adds to `findings` what was lost, doubled, out of order or leaked. */
export function checkEvents(client: ClientPlan, story: Story, truth: Truth, findings: Findings): void {
  const received = new Set<number>();
  const last = new Map<number, number>();
  const who = `client ${client.index} (user ${client.userId})`;
  for (const receipt of story.receipts) {
    const [partition, sequence] = receipt.place;
    const event = truth.log.at(receipt.place);
    const words = () => `${who} was sent ${event?.name ?? 'an event'} at ${receipt.place}, ${receipt.how}`;
    if (received.has(keyOf(...receipt.place))) findings.add('doubled', () => `${words()}, again`);
    else if (sequence < (last.get(partition) ?? 0)) findings.add('out_of_order', () => `${words()}, too late`);
    received.add(keyOf(...receipt.place));
    last.set(partition, Math.max(sequence, last.get(partition) ?? 0));
    if (!event) findings.add('leaked', () => `${words()}, where the log has nothing`);
    else if (fingerprint(event.name, event.data()) !== receipt.fingerprint) {
      findings.add('lost', () => `${words()}, with other content than the log has`);
    } else if (!isAllowed(client, receipt, event, truth)) findings.add('leaked', words);
  }
  for (const place of story.repeats) {
    const words = () => `${who} was sent ${truth.log.at(place)?.name} at ${place}`;
    if (received.has(keyOf(...place))) findings.add('doubled', () => `${words()} once more`);
    else findings.add('out_of_order', () => `${words()} after later events`);
  }
  for (const [id, stretches] of story.stretches) {
    const events = id === ACCOUNT ? (truth.accounts.get(client.userId) ?? []) : (truth.sights.get(id)?.events ?? []);
    for (const stretch of stretches) {
      const within = events.filter(({ sequence }) => sequence > stretch.from && sequence <= stretch.to);
      const has = ({ partition, sequence }: LogEvent) => received.has(keyOf(partition, sequence));
      const first = within.find(has)?.sequence ?? Number.POSITIVE_INFINITY;
      for (const event of within) {
        if (has(event) || !isDue(client, stretch, event, truth, first)) continue;
        findings.add('lost', () => {
          const { name, channelId, owner, place } = event;
          const part = `after ${stretch.from} up to ${stretch.to}`;
          return `${who} was not sent ${name} at ${place} of ${owner.id}/${channelId}, ${stretch.how} ${part}`;
        });
      }
    }
  }
}

/** A place as one number, which is far cheaper to look up than a text. */
function keyOf(partition: number, sequence: number): number {
  return partition * 2 ** 40 + sequence;
}

/** Whether an event is about someone's own membership: their connections may be told before, after, or not at all. */
function isOwnMembership(client: ClientPlan, event: LogEvent): boolean {
  if (event.name === 'COMMUNITY_MEMBER_REMOVE') {
    return event.data<EventData<'COMMUNITY_MEMBER_REMOVE'>>().user_id === client.userId;
  }
  return (
    event.name === 'COMMUNITY_MEMBER_ADD' && event.data<EventData<'COMMUNITY_MEMBER_ADD'>>().user.id === client.userId
  );
}

function isWanted({ intents = ALL_INTENTS }: ClientPlan, { name }: LogEvent): boolean {
  const { intent } = EVENTS[name];
  return intent === null || (intents & INTENTS[intent]) !== 0;
}

// An event that changes who sees it, such as CHANNEL_UPDATE, may be seen from before it or from after it.
function isAllowed(client: ClientPlan, receipt: Receipt, event: LogEvent, { sights }: Truth): boolean {
  const { userId } = client;
  if (event.owner.kind === 'u') return event.owner.id === userId;
  const sight = sights.get(event.owner.id);
  const channel = audienceOf(event);
  if (!sight || channel === null || !isWanted(client, event)) return false;
  if (isOwnMembership(client, event)) return true;
  if (receipt.how === 'live' && !receipt.held.has(event.owner.id)) return false;
  return sight.ever(userId, channel, event.sequence - 1, receipt.seenAt);
}

function isDue(client: ClientPlan, stretch: Stretch, event: LogEvent, { sights }: Truth, first: number): boolean {
  const { userId } = client;
  if (!isWanted(client, event)) return false;
  if (event.owner.kind === 'u') return !ABOUT_COMMUNITIES.has(event.name);
  const sight = sights.get(event.owner.id)!;
  const channel = audienceOf(event);
  if (channel === null || isOwnMembership(client, event)) return false;
  const seenAt = Math.max(event.sequence, stretch.how === 'replayed' ? stretch.seenAt : 0);
  if (!sight.always(userId, channel, event.sequence - 1, seenAt)) return false;
  if (!stretch.shown || event.sequence > first) return true;
  // Before the first event of a community that was joined, the state that it came with must tell of the message.
  if (event.name !== 'MESSAGE_CREATE') return false;
  const { id, thread_id } = event.data<EventData<'MESSAGE_CREATE'>>();
  // A channel's head tells nothing of its threads.
  return !thread_id && isNewer(id, stretch.shown[channel]);
}

/** Compares what a client holds at the end with what the log says that it must hold. */
export function checkState(client: ClientPlan, { held }: Trace, { sights }: Truth, findings: Findings): void {
  const { userId, shard: [index, count] = [0, 1], intents = ALL_INTENTS } = client;
  const who = `client ${client.index} (user ${userId})`;
  for (const [id, sight] of sights) {
    const isHere = (BigInt(id) >> 22n) % BigInt(count) === BigInt(index);
    const due = new Set(isHere && sight.isMember(userId) ? [COMMUNITY, ...sight.textChannels(userId)] : []);
    const has = new Set(held.channels[id] ? [COMMUNITY, ...held.channels[id]] : []);
    const told = intents & INTENTS.COMMUNITIES ? [...new Set([...due, ...has])] : [COMMUNITY];
    for (const channel of told) {
      if (due.has(channel) === has.has(channel)) continue;
      const what = channel === COMMUNITY ? `community ${id}` : `channel ${channel} of ${id}`;
      if (has.has(channel)) findings.add('leaked', () => `${who} holds ${what} at the end, which it may not see`);
      else findings.add('lost', () => `${who} does not hold ${what} at the end, which it may see`);
    }
    if (!(intents & INTENTS.COMMUNITY_MESSAGES)) continue;
    for (const channel of due) {
      const newest = sight.heads.get(channel);
      if (!has.has(channel) || newest === undefined || held.heads[channel] === newest) continue;
      findings.add('lost', () => `${who} takes ${held.heads[channel]} for the newest of ${channel}; it is ${newest}`);
    }
  }
}
