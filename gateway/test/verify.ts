import {
  type CommunitySnapshot,
  compareIds,
  dropMention,
  type EventData,
  type EventName,
  holdsMessages,
  isMentioned,
  linksIn,
  type Member,
  type Message,
  NOTHING_READ,
  type NotificationSettings,
  type ReactionCount,
  type Reading,
  type Relationship,
  type SelfUser,
  takeMention,
  takeOwnMessage,
  takeReadState,
} from '@cozy/protocol';
import { expect } from 'chai';
import type { Received, TestClient } from './client.ts';
import type { TestNode, TestUser } from './harness.ts';

/** What a client holds: what READY told it, with the member lists and histories that it has loaded. */
export interface ClientState {
  user: SelfUser;
  communities: Map<string, CommunitySnapshot>;
  readStates: Map<string, Reading>;
  relationships: Map<string, Relationship>;
  /** How the account is notified, by community or channel. */
  notifications: Map<string, NotificationSettings>;
  members: Map<string, Map<string, Member>>;
  /** Messages of each channel that may be seen, by id. */
  messages: Map<string, Map<string, Message>>;
  /** Channels that came into sight with a past: a client loads it when the channel is opened. */
  unloaded: Set<string>;
}

type Apply<E extends EventName> = (state: ClientState, data: EventData<E>, me: string) => void;

const channelOf = (state: ClientState, communityId: string, channelId: string) =>
  state.communities.get(communityId)?.channels.find(({ id }) => id === channelId);

function putMember(state: ClientState, member: Member, me: string): void {
  state.members.get(member.community_id)?.set(member.user.id, member);
  const community = state.communities.get(member.community_id);
  if (community && member.user.id === me) community.member = member;
  else if (community?.recipients) {
    community.recipients = [...community.recipients.filter(({ id }) => id !== member.user.id), member.user];
  }
}

function putChannel(state: ClientState, channel: EventData<'CHANNEL_UPDATE'>): void {
  const community = state.communities.get(channel.community_id);
  if (!community) return;
  const { last_message_id } = channelOf(state, channel.community_id, channel.id) ?? channel;
  const others = community.channels.filter(({ id }) => id !== channel.id);
  community.channels = [...others, { ...channel, last_message_id }];
  openChannel(state, channel);
}

function openChannel(state: ClientState, { id, last_message_id }: EventData<'CHANNEL_UPDATE'>): void {
  if (state.messages.has(id)) return;
  state.messages.set(id, new Map());
  if (last_message_id) state.unloaded.add(id);
}

function countReaction(message: Message | undefined, emoji: string, by: number, mine: boolean): void {
  if (!message) return;
  const known = message.reactions.find((reaction) => reaction.emoji === emoji);
  const after: ReactionCount = { emoji, count: (known?.count ?? 0) + by, me: mine ? by > 0 : (known?.me ?? false) };
  const others = message.reactions.filter((reaction) => reaction !== known);
  message.reactions =
    after.count > 0 ? (known ? replace(message.reactions, known, after) : [...others, after]) : others;
}

function replace<T>(list: readonly T[], before: T, after: T): T[] {
  return list.map((one) => (one === before ? after : one));
}

const rolesIn = (state: ClientState, communityId: string) => state.communities.get(communityId)?.member.roles ?? [];

/** What every event means to a client. One that is not here changes nothing that clients hold. */
const APPLY: { [E in EventName]?: Apply<E> } = {
  COMMUNITY_CREATE: (state, community) => {
    state.communities.set(community.id, structuredClone(community));
    for (const channel of community.channels) openChannel(state, channel);
  },
  COMMUNITY_UPDATE: (state, { id, ...fields }) => {
    const known = state.communities.get(id);
    if (known) Object.assign(known, fields);
  },
  COMMUNITY_DELETE: (state, { id }) => {
    for (const channel of state.communities.get(id)?.channels ?? []) state.messages.delete(channel.id);
    state.communities.delete(id);
    state.members.delete(id);
  },
  CHANNEL_CREATE: putChannel,
  CHANNEL_UPDATE: putChannel,
  CHANNEL_DELETE: (state, { id, community_id }) => {
    const community = state.communities.get(community_id);
    if (community) community.channels = community.channels.filter((channel) => channel.id !== id);
    state.messages.delete(id);
    state.readStates.delete(id);
  },
  COMMUNITY_ROLE_CREATE: (state, role) => void state.communities.get(role.community_id)?.roles.push(role),
  COMMUNITY_ROLE_UPDATE: (state, role) => {
    const community = state.communities.get(role.community_id);
    if (community) community.roles = community.roles.map((one) => (one.id === role.id ? role : one));
  },
  COMMUNITY_ROLE_DELETE: (state, { id, community_id }, me) => {
    const community = state.communities.get(community_id);
    if (!community) return;
    community.roles = community.roles.filter((role) => role.id !== id);
    for (const member of [community.member, ...(state.members.get(community_id)?.values() ?? [])]) {
      putMember(state, { ...member, roles: member.roles.filter((role) => role !== id) }, me);
    }
  },
  COMMUNITY_MEMBER_ADD: (state, member, me) => {
    const community = state.communities.get(member.community_id);
    if (community) community.member_count += 1;
    putMember(state, member, me);
  },
  COMMUNITY_MEMBER_UPDATE: putMember,
  COMMUNITY_MEMBER_REMOVE: (state, { community_id, user_id }) => {
    const community = state.communities.get(community_id);
    if (community) community.member_count -= 1;
    if (community?.recipients) community.recipients = community.recipients.filter(({ id }) => id !== user_id);
    state.members.get(community_id)?.delete(user_id);
  },
  MESSAGE_CREATE: (state, message, me) => {
    const channel = channelOf(state, message.community_id, message.channel_id);
    if (!channel) return;
    if (message.thread_id) {
      const root = state.messages.get(channel.id)?.get(message.thread_id);
      const { id: last_reply_id, created_at: last_reply_at } = message;
      if (root) root.thread = { count: (root.thread?.count ?? 0) + 1, last_reply_id, last_reply_at };
      return;
    }
    state.messages.get(channel.id)?.set(message.id, structuredClone(message));
    if (compareIds(channel.last_message_id ?? '0', message.id) < 0) channel.last_message_id = message.id;
    const reading = state.readStates.get(channel.id);
    if (message.author.id === me) state.readStates.set(channel.id, takeOwnMessage(reading, message.id));
    else if (isMentioned(message, me, rolesIn(state, message.community_id)))
      state.readStates.set(channel.id, takeMention(reading, message.id));
  },
  MESSAGE_UPDATE: (state, { id, channel_id, content, mentions, components, edited_at }) => {
    const known = state.messages.get(channel_id)?.get(id);
    if (!known) return;
    Object.assign(known, { content, mentions, edited_at, ...(components && { components }) });
    if (known.embeds) known.embeds = known.embeds.filter(({ url }) => linksIn(content).includes(url));
  },
  MESSAGE_DELETE: (state, { id, channel_id, thread_id }) => {
    const root = state.messages.get(channel_id)?.get(thread_id ?? '');
    if (root?.thread) root.thread.count -= 1;
    const reading = state.readStates.get(channel_id);
    if (reading) state.readStates.set(channel_id, dropMention(reading, id));
    state.messages.get(channel_id)?.delete(id);
  },
  MESSAGE_DELETE_BULK: (state, { ids, channel_id }) => {
    for (const id of ids) {
      const reading = state.readStates.get(channel_id);
      if (reading) state.readStates.set(channel_id, dropMention(reading, id));
      state.messages.get(channel_id)?.delete(id);
    }
  },
  MESSAGE_POLL_UPDATE: (state, { id, channel_id, counts, voters }) => {
    const poll = state.messages.get(channel_id)?.get(id)?.poll;
    if (poll) Object.assign(poll, { counts, voters });
  },
  POLL_VOTE: (state, { channel_id, message_id, answers }) => {
    const poll = state.messages.get(channel_id)?.get(message_id)?.poll;
    if (!poll) return;
    if (answers.length > 0) poll.me = answers;
    else delete poll.me;
  },
  CHANNEL_PINS_UPDATE: (state, { channel_id, message_id, pinned_at }) => {
    const known = state.messages.get(channel_id)?.get(message_id);
    if (!known) return;
    if (pinned_at === null) delete known.pinned_at;
    else known.pinned_at = pinned_at;
  },
  MESSAGE_EMBEDS_UPDATE: (state, { id, channel_id, embeds, edited_at = null, flags }) => {
    const known = state.messages.get(channel_id)?.get(id);
    if (!known) return;
    if (flags === undefined) {
      if (known.edited_at === edited_at && !known.flags) known.embeds = embeds;
      return;
    }
    delete known.embeds;
    if (flags) known.flags = flags;
    else delete known.flags;
  },
  ATTACHMENT_UPDATE: (state, { channel_id, message_id, attachment }) => {
    const known = state.messages.get(channel_id)?.get(message_id);
    if (known) known.attachments = known.attachments?.map((one) => (one.id === attachment.id ? attachment : one));
  },
  MESSAGE_REACTION_ADD: (state, { channel_id, message_id, emoji, user_id }, me) =>
    countReaction(state.messages.get(channel_id)?.get(message_id), emoji, 1, user_id === me),
  MESSAGE_REACTION_REMOVE: (state, { channel_id, message_id, emoji, user_id }, me) =>
    countReaction(state.messages.get(channel_id)?.get(message_id), emoji, -1, user_id === me),
  PASSIVE_UPDATE: (state, { community_id, channels }) => {
    for (const { id, last_message_id } of channels) {
      const channel = channelOf(state, community_id, id);
      if (channel && compareIds(channel.last_message_id ?? '0', last_message_id) < 0) {
        channel.last_message_id = last_message_id;
      }
    }
  },
  NOTIFICATION_SETTINGS_UPDATE: (state, settings) => {
    const usual = settings.level === 'inherit' && !settings.muted && !settings.suppress_everyone;
    const id = settings.channel_id ?? settings.community_id;
    if (usual) state.notifications.delete(id);
    else state.notifications.set(id, settings);
  },
  USER_UPDATE: (state, user) => {
    state.user = user;
  },
  READ_STATE_UPDATE: (state, told) => {
    state.readStates.set(told.channel_id, takeReadState(state.readStates.get(told.channel_id), told));
  },
  RELATIONSHIP_ADD: (state, relationship) => void state.relationships.set(relationship.user.id, relationship),
  RELATIONSHIP_UPDATE: (state, relationship) => void state.relationships.set(relationship.user.id, relationship),
  RELATIONSHIP_REMOVE: (state, { user_id }) => void state.relationships.delete(user_id),
};

/** Applies an event to what a client holds, as SPEC says. */
export function applyEvent(state: ClientState, { name, data }: Received, me: string): void {
  (APPLY[name] as Apply<EventName> | undefined)?.(state, data, me);
}

/** Connects afresh and loads everything: READY, the members of every community, the history of every channel. */
export async function loadState(
  node: TestNode,
  who: TestUser,
): Promise<{ client: TestClient; state: ClientState; from: number }> {
  const client = await node.connect();
  const ready = structuredClone(await client.ready(who.token));
  // Not the number of events that there are: some may have come in one message with READY.
  const from = client.names.indexOf('READY') + 1;
  const state: ClientState = {
    user: ready.user,
    communities: new Map(ready.communities.map((community) => [community.id, community])),
    readStates: new Map(ready.read_states.map((told) => [told.channel_id, takeReadState(undefined, told)])),
    relationships: new Map((ready.relationships ?? []).map((one) => [one.user.id, one])),
    notifications: new Map((ready.notification_settings ?? []).map((one) => [one.channel_id ?? one.community_id, one])),
    members: new Map(),
    messages: new Map(),
    unloaded: new Set(),
  };
  for (const community of ready.communities) {
    const { members } = await client.request('member.list', { community_id: community.id, limit: 1000 });
    state.members.set(community.id, new Map(members.map((member) => [member.user.id, member])));
    for (const { id, type } of community.channels) {
      if (!holdsMessages(type)) continue;
      const { messages } = await client.request('message.history', { channel_id: id, limit: 100, at: client.cursors });
      state.messages.set(id, new Map(messages.map((message) => [message.id, message])));
    }
  }
  return { client, state, from };
}

/**
 * What of a state can be compared: lists in one order, without what a client cannot know or need not keep. In small
 * parts with their names, so that a failure shows what differs.
 */
function comparable(state: ClientState): Record<string, unknown> {
  const { user, communities, readStates, notifications, relationships, members, messages } = state;
  const sorted = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const visible = new Set<string>();
  for (const community of communities.values()) for (const { id } of community.channels) visible.add(id);
  const parts: Record<string, unknown> = { user, relationships: sorted(relationships) };
  for (const [id, { roles, channels, recipients, ...rest }] of communities) {
    if (recipients) parts[`recipients of ${id}`] = [...recipients].sort((a, b) => compareIds(a.id, b.id));
    parts[`community ${id}`] = rest;
    parts[`roles of ${id}`] = [...roles].sort((a, b) => compareIds(a.id, b.id));
    parts[`channels of ${id}`] = [...channels].sort((a, b) => compareIds(a.id, b.id));
  }
  for (const [id, ofCommunity] of members) parts[`members of ${id}`] = sorted(ofCommunity);
  for (const [id, settings] of notifications) parts[`notifications of ${id}`] = settings;
  for (const [id, reading] of readStates) {
    // A mark that says nothing is as good as none.
    const marked = reading.mentions.length > 0 || reading.last_message_id > NOTHING_READ;
    if (marked && visible.has(id)) parts[`mark of ${id}`] = { epoch: undefined, ...reading };
  }
  for (const [id, ofChannel] of messages) {
    if (!visible.has(id) || ofChannel.size === 0) continue;
    parts[`messages of ${id}`] = sorted(ofChannel).map(([, { sequence: _place, thread, ...message }]) => {
      const { sequence: _last, ...summary } = thread ?? {};
      return { ...message, thread: summary };
    });
  }
  return parts;
}

/**
 * The rule that state and events agree: everyone who looks on loads their state, something happens, and what each holds
 * after applying the events that came is what a fresh connection loads.
 *
 * @param onlookers by the name that a failure shows.
 * @param act what happens; gives the changes that must have come before states are compared, if any is certain.
 * @returns names of the events that each onlooker was sent.
 */
export async function verifyState(
  node: TestNode,
  onlookers: Record<string, TestUser>,
  act: () => Promise<void>,
): Promise<Record<string, EventName[]>> {
  const watched = await Promise.all(
    Object.entries(onlookers).map(async ([name, who]) => ({ name, who, ...(await loadState(node, who)) })),
  );
  await act();
  await quiet(node);
  const seen: Record<string, EventName[]> = {};
  for (const { name, who, client, state, from } of watched) {
    await client.settled();
    const events = client.events.slice(from);
    for (const event of events) applyEvent(state, event, who.id);
    seen[name] = events.map((event) => event.name);
    client.drop();
    const fresh = await loadState(node, who);
    fresh.client.drop();
    // A list that came into sight is loaded when someone looks; nothing of it came by events.
    for (const [id, members] of fresh.state.members) if (!state.members.get(id)?.size) state.members.set(id, members);
    for (const id of state.unloaded) {
      for (const part of ['messages', 'readStates'] as const) {
        for (const holder of [state, fresh.state]) holder[part].delete(id);
      }
    }
    const [held, loaded] = [comparable(state), comparable(fresh.state)];
    for (const [path, value] of Object.entries(loaded)) {
      expect(held[path], `${path}, held by ${name} after ${seen[name].join(', ')}`).to.deep.equal(value);
    }
    expect(Object.keys(held)).to.have.members(Object.keys(loaded));
  }
  return seen;
}

/** Waits until the projection has everything, also what it announces by itself, and this node has seen it. */
async function quiet({ context: { log, progress } }: TestNode): Promise<void> {
  for (;;) {
    const before = await ends(log);
    await Promise.all(before.map((last, partition) => progress.reach(partition, last, 10_000)));
    if ((await ends(log)).join() === before.join()) return;
  }
}

async function ends(log: TestNode['context']['log']): Promise<number[]> {
  return await Promise.all(
    Array.from({ length: log.partitions }, async (_, partition) => (await log.bounds(partition)).last),
  );
}
