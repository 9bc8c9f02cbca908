import type { Dispatch, EventData, EventName } from '@cozy/protocol';
import type { Stores } from './stores.ts';

/** What happens outside the stores when an event arrives. */
export interface EventEffects {
  /** An own message has arrived, maybe the twin of a pending one. */
  ownMessage(nonce: string): void;
  /** A log-in was ended somewhere. */
  sessionEnded(id: string): void;
  /** The own bots have changed. */
  botsChanged(): void;
}

type Handlers = { [E in EventName]: (data: EventData<E>) => void };

/**
 * Gives what each event does to the stores. Every event of the protocol has its line, so a new one does not compile
 * until somebody has decided.
 */
export function eventHandlers(stores: Stores, effects: EventEffects): Handlers {
  const { self, communities, messages, members, readStates, typing } = stores;
  const isSelf = (userId: string) => userId === self.id;
  const nothing = () => undefined;

  const forgetCommunity = (id: string) => {
    for (const channel of communities.byId[id]?.channels ?? []) messages.drop(channel.id);
    communities.remove(id);
    members.drop(id);
  };

  return {
    READY: (ready) => {
      self.setUser(ready.user);
      self.setInstanceName(ready.instance.name);
      communities.replaceAll(ready.communities);
      readStates.replaceAll(ready.read_states);
      messages.invalidate();
      members.clear();
      for (const { member } of ready.communities) members.see(member.user);
    },
    RESUMED: (resumed) => {
      const present = new Set(resumed.communities);
      for (const id of Object.keys(communities.byId)) if (!present.has(id)) forgetCommunity(id);
    },
    COMMUNITY_CREATE: (snapshot) => {
      communities.put(snapshot);
      members.see(snapshot.member.user);
    },
    COMMUNITY_UPDATE: (changed) => communities.update(changed),
    COMMUNITY_DELETE: ({ id }) => forgetCommunity(id),
    CHANNEL_CREATE: (channel) => communities.putChannel(channel),
    CHANNEL_UPDATE: (channel) => communities.putChannel(channel),
    CHANNEL_DELETE: ({ id, community_id }) => {
      communities.removeChannel(community_id, id);
      messages.drop(id);
    },
    COMMUNITY_ROLE_CREATE: (role) => communities.putRole(role),
    COMMUNITY_ROLE_UPDATE: (role) => communities.putRole(role),
    COMMUNITY_ROLE_DELETE: ({ id, community_id }) => {
      communities.removeRole(community_id, id);
      members.removeRole(community_id, id);
    },
    COMMUNITY_MEMBER_ADD: (member) => {
      members.put(member);
      communities.countMembers(member.community_id, 1);
    },
    COMMUNITY_MEMBER_UPDATE: (member) => {
      members.put(member);
      if (isSelf(member.user.id)) communities.setMember(member);
    },
    COMMUNITY_MEMBER_REMOVE: ({ community_id, user_id }) => {
      members.remove(community_id, user_id);
      communities.countMembers(community_id, -1);
      if (isSelf(user_id)) forgetCommunity(community_id);
    },
    INVITE_CREATE: nothing,
    INVITE_DELETE: nothing,
    MESSAGE_CREATE: (message) => {
      members.see(message.author);
      communities.touchChannel(message.community_id, message.channel_id, message.id);
      messages.create(message);
      typing.stop(message.channel_id, message.author.id);
      if (isSelf(message.author.id)) {
        readStates.advance(message.channel_id, message.id);
        if (message.nonce) effects.ownMessage(message.nonce);
      } else if (message.mentions.includes(self.id)) readStates.addMention(message.channel_id);
    },
    MESSAGE_UPDATE: (changed) => messages.update(changed),
    MESSAGE_DELETE: ({ id, channel_id }) => messages.delete(channel_id, id),
    MESSAGE_REACTION_ADD: (reaction) => messages.react(reaction, isSelf(reaction.user_id)),
    MESSAGE_REACTION_REMOVE: (reaction) => messages.unreact(reaction, isSelf(reaction.user_id)),
    TYPING_START: (event) => {
      if (!isSelf(event.user_id)) typing.start(event);
    },
    PRESENCE_UPDATE: (presence) => members.setPresence(presence),
    PASSIVE_UPDATE: nothing,
    SUBSCRIBED: nothing,
    COMMUNITY_MEMBER_LIST_UPDATE: nothing,
    COMMUNITY_MEMBERS_CHUNK: (chunk) => members.takeChunk(chunk),
    USER_UPDATE: (user) => {
      self.setUser(user);
      members.see(user);
    },
    READ_STATE_UPDATE: (state) => readStates.put(state),
    SESSION_DELETE: ({ id }) => effects.sessionEnded(id),
    BOT_CREATE: () => effects.botsChanged(),
    BOT_DELETE: () => effects.botsChanged(),
  } satisfies Handlers;
}

/** Gives an event to its handler. A message is given the place that its frame has, as history gives it. */
export function applyEvent(handlers: Handlers, { name, data, place }: Dispatch): void {
  if (name === 'MESSAGE_CREATE') handlers.MESSAGE_CREATE({ ...data, sequence: place?.[1] });
  else (handlers[name] as (data: unknown) => void)(data);
}
