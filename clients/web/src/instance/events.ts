import {
  type Attachment,
  type CommunitySnapshot,
  type Dispatch,
  type Draft,
  type EventData,
  type EventName,
  isMentioned,
  type Place,
} from '@cozy/protocol';
import type { Stores } from './stores.ts';
import type { Threads } from './threads.ts';

/** What happens outside the stores when an event arrives. */
export interface EventEffects {
  /** An own message has arrived, maybe the twin of a pending one. */
  ownMessage(nonce: string): void;
  /** What is followed, and what is unread in it. */
  threads: Pick<Threads, 'replied' | 'deleted' | 'stirred' | 'changed' | 'drop'>;
  /** Something was said to a post that is not loaded, in a feed that is sorted by that. */
  postRevived(channelId: string, postId: string): void;
  /** A file has come further. */
  attachmentSettled(attachment: Attachment): void;
  /** A file went with its message. */
  attachmentGone(id: string): void;
  /** A draft was changed, maybe on another device. */
  draftChanged(draft: Draft): void;
  /** A log-in was ended somewhere. */
  sessionEnded(id: string): void;
  /** The own bots have changed, or those that are installed where the person manages. */
  botsChanged(): void;
}

type Handlers = { [E in EventName]: (data: EventData<E>, place?: Place | null) => void };

/**
 * Gives what each event does to the stores. Every event of the protocol has its line, so a new one does not compile
 * until somebody has decided.
 */
export function eventHandlers(stores: Stores, effects: EventEffects): Handlers {
  const {
    self,
    communities,
    ephemerals,
    expressions,
    joinRequests,
    live,
    messages,
    members,
    notifications,
    readStates,
    relationships,
    schedules,
    typing,
  } = stores;
  const isSelf = (userId: string) => userId === self.id;
  const nothing = () => undefined;
  const dropChannel = (id: string) => {
    messages.drop(id);
    effects.threads.drop(id);
  };

  const forgetCommunity = (id: string) => {
    for (const channel of communities.byId[id]?.channels ?? []) dropChannel(channel.id);
    communities.remove(id);
    expressions.remove(id);
    live.remove(id);
    members.drop(id);
  };

  // Channels that are known no more have gone or are hidden meanwhile.
  const expire = (id: string) => {
    for (const channel of communities.byId[id]?.channels ?? []) messages.expire(channel.id);
    members.expire(id);
  };
  const replaceCommunity = (snapshot: CommunitySnapshot) => {
    const kept = new Set(snapshot.channels.map((channel) => channel.id));
    for (const channel of communities.byId[snapshot.id]?.channels ?? []) {
      if (!kept.has(channel.id)) dropChannel(channel.id);
    }
    communities.put(snapshot);
    expressions.expire();
    expire(snapshot.id);
    members.see(snapshot.member.user);
  };
  const keepOnly = (ids: readonly string[]) => {
    const present = new Set(ids);
    for (const id of Object.keys(communities.byId)) if (!present.has(id)) forgetCommunity(id);
  };

  const forgetMessage = (channelId: string, id: string) => {
    for (const attachment of messages.byId[id]?.attachments ?? []) effects.attachmentGone(attachment.id);
    messages.delete(channelId, id);
    readStates.removeMention(channelId, id);
  };

  return {
    READY: (ready) => {
      self.setUser(ready.user);
      self.setInstanceName(ready.instance.name);
      readStates.replaceAll(ready.read_states);
      relationships.replaceAll(ready.relationships ?? []);
      notifications.replaceAll(ready.notification_settings ?? []);
      live.replaceAll([]);
      keepOnly(ready.communities.map(({ id }) => id));
      for (const snapshot of ready.communities) replaceCommunity(snapshot);
      members.forgetAsked();
    },
    // What was given in full was replayed in full: it is still live, and fresh. Who is here is told anew.
    RESUMED: (resumed) => {
      keepOnly(resumed.communities);
      for (const { id } of communities.conversations()) members.forgetPresences(id);
      members.forgetAsked();
    },
    COMMUNITY_CREATE: replaceCommunity,
    COMMUNITY_UPDATE: (changed) => communities.update(changed),
    COMMUNITY_DELETE: ({ id }) => forgetCommunity(id),
    CHANNEL_CREATE: (channel) => communities.putChannel(channel),
    CHANNEL_UPDATE: (channel) => communities.putChannel(channel),
    CHANNEL_DELETE: ({ id, community_id }) => {
      communities.removeChannel(community_id, id);
      dropChannel(id);
    },
    COMMUNITY_ROLE_CREATE: (role) => communities.putRole(role),
    COMMUNITY_ROLE_UPDATE: (role) => communities.putRole(role),
    COMMUNITY_ROLE_DELETE: ({ id, community_id }) => {
      communities.removeRole(community_id, id);
      members.removeRole(community_id, id);
    },
    COMMUNITY_EMOJIS_UPDATE: ({ community_id, emojis }) => expressions.setEmojis(community_id, emojis),
    COMMUNITY_STICKERS_UPDATE: ({ community_id, stickers }) => expressions.setStickers(community_id, stickers),
    COMMUNITY_MEMBER_ADD: (member) => {
      members.put(member);
      communities.countMembers(member.community_id, 1);
      communities.putRecipient(member.community_id, member.user);
    },
    COMMUNITY_MEMBER_UPDATE: (member) => {
      members.put(member);
      if (isSelf(member.user.id)) communities.setMember(member);
      else communities.putRecipient(member.community_id, member.user);
    },
    COMMUNITY_MEMBER_REMOVE: ({ community_id, user_id }) => {
      members.remove(community_id, user_id);
      communities.countMembers(community_id, -1);
      communities.removeRecipient(community_id, user_id);
      if (isSelf(user_id)) forgetCommunity(community_id);
    },
    COMMUNITY_BAN_ADD: nothing,
    COMMUNITY_BAN_REMOVE: nothing,
    COMMUNITY_AUDIT_LOG_ENTRY_CREATE: nothing,
    INVITE_CREATE: nothing,
    INVITE_DELETE: nothing,
    // Who may decide asks again where the list is open.
    JOIN_REQUESTS_UPDATE: nothing,
    JOIN_REQUEST_UPDATE: (request) => joinRequests.put(request),
    MESSAGE_CREATE: (message) => {
      members.see(message.author);
      messages.create(message);
      typing.stop(message.channel_id, message.author.id);
      if (message.thread_id) {
        const { roles = [] } = communities.byId[message.community_id]?.member ?? {};
        effects.threads.replied(message, isMentioned(message, self.id, roles));
        if (!messages.countReply(message)) effects.postRevived(message.channel_id, message.thread_id);
        if (isSelf(message.author.id) && message.nonce) effects.ownMessage(message.nonce);
        return;
      }
      communities.touchChannel(message.community_id, message.channel_id, message.id);
      if (isSelf(message.author.id)) {
        readStates.sent(message.channel_id, message.id);
        if (message.nonce) effects.ownMessage(message.nonce);
        for (const attachment of message.attachments ?? []) effects.attachmentSettled(attachment);
      } else if (isMentioned(message, self.id, communities.byId[message.community_id]?.member.roles ?? [])) {
        readStates.addMention(message.channel_id, message.id);
      }
    },
    MESSAGE_UPDATE: (changed) => messages.update(changed),
    MESSAGE_EMBEDS_UPDATE: (changed) => messages.setEmbeds(changed),
    MESSAGE_DELETE: ({ id, channel_id, thread_id }, place) => {
      forgetMessage(thread_id ?? channel_id, id);
      if (!thread_id) return;
      messages.uncountReply(thread_id, place?.[1]);
      effects.threads.deleted(channel_id, thread_id);
    },
    MESSAGE_DELETE_BULK: ({ ids, channel_id }) => {
      for (const id of ids) forgetMessage(channel_id, id);
    },
    MESSAGE_POLL_UPDATE: ({ id, counts, voters }) => messages.setPollCounts(id, counts, voters),
    POLL_VOTE: ({ message_id, answers }) => messages.setVote(message_id, answers),
    CHANNEL_PINS_UPDATE: ({ message_id, pinned_at }) => messages.setPinned(message_id, pinned_at),
    ATTACHMENT_UPDATE: ({ message_id, attachment }) => {
      messages.setAttachment(message_id, attachment);
      effects.attachmentSettled(attachment);
    },
    ATTACHMENT_PROGRESS: ({ attachment_id, progress }) => messages.setProgress(attachment_id, progress),
    MESSAGE_REACTION_ADD: (reaction) => messages.react(reaction, isSelf(reaction.user_id)),
    MESSAGE_REACTION_REMOVE: (reaction) => messages.unreact(reaction, isSelf(reaction.user_id)),
    TYPING_START: (event) => {
      if (!isSelf(event.user_id)) typing.start(event);
    },
    PRESENCE_UPDATE: (presence) => members.setPresence(presence),
    PASSIVE_UPDATE: ({ community_id, channels, threads = [], member_count }) => {
      effects.threads.stirred(threads);
      for (const { id, last_message_id } of channels) communities.touchChannel(community_id, id, last_message_id);
      communities.setMemberCount(community_id, member_count);
    },
    // Of a community that was not live before, something may have been missed; of one that is not any more, it will be.
    SUBSCRIBED: ({ communities: ids }) => {
      const before = new Set(live.list());
      for (const id of ids) if (!before.delete(id)) expire(id);
      for (const id of before) expire(id);
      live.replaceAll(ids);
    },
    COMMUNITY_MEMBER_LIST_UPDATE: (update) => members.takeRows(update),
    COMMUNITY_MEMBERS_CHUNK: (chunk) => members.takeChunk(chunk),
    USER_UPDATE: (user) => {
      self.setUser(user);
      members.see(user);
    },
    THREAD_MEMBER_UPDATE: (change) => effects.threads.changed(change),
    READ_STATE_UPDATE: (state) => readStates.put(state),
    RELATIONSHIP_ADD: (relationship) => relationships.put(relationship),
    RELATIONSHIP_UPDATE: (relationship) => relationships.put(relationship),
    RELATIONSHIP_REMOVE: ({ user_id }) => relationships.remove(user_id),
    DIRECT_UPDATE: nothing,
    NOTIFICATION_SETTINGS_UPDATE: (settings) => notifications.put(settings),
    DRAFT_UPDATE: (draft) => effects.draftChanged(draft),
    SCHEDULED_MESSAGE_UPDATE: (scheduled) => schedules.put(scheduled),
    SCHEDULED_MESSAGE_DELETE: ({ id }) => schedules.remove(id),
    SESSION_DELETE: ({ id }) => effects.sessionEnded(id),
    INTERACTION_CREATE: nothing,
    INTERACTION_RESPONSE: ({ message_id, message }) => {
      if (message) members.see(message.author);
      if (message) ephemerals.put(message);
      else ephemerals.remove(message_id);
    },
    BOT_CREATE: () => effects.botsChanged(),
    BOT_UPDATE: () => effects.botsChanged(),
    BOT_DELETE: () => effects.botsChanged(),
    INSTALLATION_CREATE: () => effects.botsChanged(),
    INSTALLATION_UPDATE: () => effects.botsChanged(),
    INSTALLATION_DELETE: () => effects.botsChanged(),
  } satisfies Handlers;
}

/** Gives an event to its handler. A message is given the place that its frame has, as history gives it. */
export function applyEvent(handlers: Handlers, { name, data, place }: Dispatch): void {
  if (name === 'MESSAGE_CREATE') handlers.MESSAGE_CREATE({ ...data, sequence: place?.[1] });
  else (handlers[name] as (data: unknown, place: Place | null) => void)(data, place);
}
