import type {
  ApplicationCommand,
  Attachment,
  AuditLogEntry,
  Ban,
  Bot,
  Channel,
  Community,
  ContactPrivacy,
  CustomEmoji,
  Draft,
  Embed,
  Installation,
  Invite,
  JoinForm,
  JoinRequest,
  Member,
  Message,
  MessageVersion,
  ModerationCase,
  NotificationSettings,
  Privacy,
  Role,
  ScheduledMessage,
  Sticker,
  User,
} from '@cozy/protocol';
import type { NewEvent } from '../log/eventLog.ts';

/** An event that was committed with its document and is yet to be published. */
export interface OutboxEntry {
  id: string;
  /** Unix milliseconds. */
  at: number;
  event: NewEvent;
}

/** What every document that commits events carries: `rev` counts its writes, `outbox` holds what is to be published. */
export interface Outboxed {
  _id: string;
  rev: number;
  outbox: OutboxEntry[];
  /** The sequence of the last published event that belongs to a community; absent before the first. */
  placed?: number;
}

/** A community with everything in it that is changed by one write: roles and channels. */
export interface CommunityDocument extends Outboxed {
  name: string;
  description: string;
  hue: number;
  owner_id: string;
  privacy?: Privacy;
  /** What is asked of those who join; absent or null when nothing is. */
  join?: JoinForm | null;
  roles: Role[];
  channels: Omit<Channel, 'last_message_id'>[];
  /** Absent until there is one. */
  emojis?: CustomEmoji[];
  stickers?: Sticker[];
  /** Of a conversation. */
  kind?: Exclude<Community['kind'], undefined>;
  /** Of a direct one: the two whose it is, so that there is one for them at most. */
  pair?: string;
  /** Of a direct one: what each of them has made of it, by their ids. */
  sides?: Record<string, DirectSide>;
  /** A deleted community stays as a mark, so that its outbox is published; the projector removes what belongs to it. */
  deleted: boolean;
}

/** What one has made of a direct conversation: whether they have yet to accept it, and up to where they closed it. */
export type DirectSide = Pick<Community, 'request' | 'closed'>;

/** A person or a bot. */
export interface UserDocument extends Outboxed, Omit<User, 'id'> {
  /** Lower case; absent for bots, so that the unique index leaves them out. */
  email?: string;
  password_hash?: string;
  /** Absent until it is chosen. */
  privacy?: ContactPrivacy;
  /** Of a bot: whose it is, and the SHA-256 of its token's secret. */
  owner_id?: Bot['owner_id'];
  token_hash?: string;
  /** The token before this one, and the Unix milliseconds until which it goes on working. */
  old_token?: { hash: string; until: number };
  /** What it asks of those who install it. */
  application?: Pick<Bot, 'scopes' | 'redirect_uris' | 'public'>;
  created_at: string;
}

/** A log-in on one device; its refresh token can be used once. */
export interface SessionDocument extends Outboxed {
  user_id: string;
  refresh_hash: string;
  user_agent: string;
  created_at: string;
  last_used_at: string;
  /** The database removes the document after this time. */
  expires_at: Date;
  revoked: boolean;
  /** Where its device is told of messages while it looks away; absent when it is not. */
  push?: PushSubscriptionDocument;
}

/** What a browser gives by which it is pushed to. Whoever has it can push, so it is shown to nobody. */
export interface PushSubscriptionDocument {
  endpoint: string;
  /** The device's public key and secret (RFC 8291), base64url. */
  keys: { p256dh: string; auth: string };
  created_at: string;
}

/** A membership; `_id` is `<community>:<user>`. One that ended stays, marked as left. */
export interface MemberDocument
  extends Outboxed,
    Pick<Member, 'community_id' | 'nick' | 'roles' | 'joined_at' | 'pending' | 'communication_disabled_until'> {
  user_id: string;
  /** Of a conversation. */
  kind?: CommunityDocument['kind'];
  left: boolean;
  /** Of a bot; its commands are offered here. */
  bot?: true;
  /** By which the member is found and the list ordered, as `memberNames` gives them; none of someone who has left. */
  names: string[];
  /** Keeps them out. It stands with the membership, so that one write ends the one and makes the other. */
  ban?: Omit<Ban, 'user'>;
  /** Of a bot that was installed. It is here, so that one write lets a bot in with what it was granted. */
  installation?: InstallationDocument;
}

/** What a bot was granted, its token for this community, and the code for one that is not redeemed yet. */
export interface InstallationDocument extends Omit<Installation, 'community_id' | 'user_id'> {
  /** The SHA-256 of its secret, and of the code that it was given for. */
  token?: { id: string; hash: string; code: string };
  code?: { hash: string; redirect_uri: string; challenge: string; expires_at: number };
}

/**
 * What two people are to each other, in one document, so that one write changes it for both; `_id` and `users` as
 * `pairKey` orders them. Two who are nothing to each other any more keep theirs.
 */
export interface RelationshipDocument extends Outboxed {
  users: string[];
  /** Who has asked the other to be friends; null without a request. */
  requester: string | null;
  friends: boolean;
  /** Those of the two who have blocked the other. */
  blocked_by: string[];
  /** When it became so. */
  since: string;
}

/** An invitation; `_id` is its code. */
export interface InviteDocument extends Outboxed, Omit<Invite, 'code'> {
  revoked: boolean;
}

/** That someone wants to join a community; `_id` is `<community>:<user>`. */
export interface JoinRequestDocument
  extends Outboxed,
    Pick<JoinRequest, 'answers' | 'status' | 'reason' | 'created_at'> {
  community_id: string;
  user_id: string;
  /** The invitation that led here. */
  code?: string;
  /** Unix milliseconds; absent while it waits. */
  decided_at?: number;
  /** The database removes one that was decided after this time: what people have answered is not kept for ever. */
  expires_at?: Date;
}

/** A message in the projection; `_id` is its key, as `messageKey` makes it of its channel or thread and its `sequence`. */
export interface MessageDocument extends Omit<Message, 'reactions'> {
  _id: string;
  /** Its place in its partition, which orders its channel. */
  sequence: number;
  deleted: boolean;
  /** Whether anybody has ever reacted to it: most pages have no reactions to be counted. */
  reacted: boolean;
  /** What it said before its edits, oldest first, and the sequence of the last edit; absent before the first. */
  versions?: MessageVersion[];
  edit_sequence?: number;
  /** The sequence of the last change of its embeds or flags; absent before the first. */
  embed_sequence?: number;
}

/** What was found behind a link; `_id` is the SHA-256 of its address. With null there is nothing to be shown. */
export interface LinkPreviewDocument {
  _id: string;
  url: string;
  embed: Embed | null;
  /** Unix milliseconds. */
  at: number;
}

/** A file; written by commands and workers, read when it is loaded, sent with a message, or changed. */
export interface AttachmentDocument extends Omit<Attachment, 'id'> {
  _id: string;
  community_id: string;
  channel_id: string;
  /** Whose it is. */
  user_id: string;
  /** Counts its changes, and names the events that tell of them. */
  rev: number;
  /** Unix milliseconds of its making, and of its last change. */
  created: number;
  changed: number;
  /** The message that it was sent with, as `<user>:<nonce>`: no other one may have it. */
  claim?: string;
  /** Set by the projector once that message is in the log: from then on changes are told. */
  message_id?: string;
  /** Nobody may load it any more; a sweep removes its files and then this document. */
  deleted?: true;
}

/** A reaction; `_id` is `<message>:<emoji>:<user>`. `sequence` is that of its last change. */
export interface ReactionDocument {
  _id: string;
  channel_id: string;
  message_id: string;
  emoji: string;
  user_id: string;
  removed: boolean;
  sequence: number;
}

/** Someone's vote in a poll; `_id` is `<message>:<user>`. One that was taken back has no answers. */
export interface PollVoteDocument {
  _id: string;
  message_id: string;
  channel_id: string;
  user_id: string;
  answers: number[];
}

/** A pin of a message; `_id` is the message's. One that was taken away stays, with null. */
export interface PinDocument {
  _id: string;
  channel_id: string;
  user_id: string;
  pinned_at: string | null;
}

/** The newest message of a channel. */
export interface ChannelHeadDocument {
  _id: string;
  community_id: string;
  last_message_id: string;
}

/** How far someone has read a channel; `_id` is `<user>:<channel>`. */
export interface ReadStateDocument {
  _id: string;
  user_id: string;
  channel_id: string;
  /** The marker; absent while only own messages have moved it. */
  last_message_id?: string;
  /** The newest message that they have sent there themselves. */
  own_message_id?: string;
  /** Of the last event that has set the marker back: its epoch, and its place in the account's partition. */
  epoch?: string;
  back?: number;
}

/** An unread mention; `_id` is `<user>:<message>`. It is removed when it is read. In a thread `channel_id` is the thread's. */
export interface MentionDocument {
  _id: string;
  user_id: string;
  channel_id: string;
  message_id: string;
}

/** A message that mentions roles or everyone; `_id` is the message's. See decision 012. */
export interface WideMentionDocument {
  _id: string;
  community_id: string;
  channel_id: string;
  author_id: string;
  /** The community's id, which is that of the member role, stands for everyone. */
  roles: string[];
  /** Those whom it names as well. */
  users: string[];
}

/** That someone follows a thread, or once did, and how far they have read it; `_id` is `<user>:<thread>`. */
export interface ThreadFollowDocument {
  _id: string;
  user_id: string;
  thread_id: string;
  channel_id: string;
  community_id: string;
  following: boolean;
  /** Of the last change of `following`: ids grow with time, so of two changes the later one counts in any order. */
  version: string;
  last_reply_id: string;
  last_read_id?: string;
}

/** How someone is notified of a community or channel; `_id` is `<user>:<community or channel>`. */
export interface NotificationDocument extends NotificationSettings {
  _id: string;
  user_id: string;
}

/** A draft; `_id` is `<user>:<channel>`. One that was sent stays, empty, because an older one may come later. */
export interface DraftDocument extends Draft {
  _id: string;
  user_id: string;
}

/** A message that is sent later. `sending` means that a worker has begun; it may have died over it. */
export interface ScheduleDocument extends Outboxed, Omit<ScheduledMessage, 'id' | 'state'> {
  user_id: string;
  state: 'waiting' | 'sending' | 'failed' | 'ended';
  /** An id from before the first try: the message's own is greater. */
  tried_from?: string;
  /** The database removes an ended one after this time. */
  expires_at?: Date;
}

/** An entry of the audit log; `_id` is the entry's. */
export interface AuditDocument extends Omit<AuditLogEntry, 'id'> {
  _id: string;
}

/** A case; `_id` is that of the entry that it began with. `edited` is the sequence of the last change of its reason. */
export interface CaseDocument extends ModerationCase {
  _id: string;
  edited?: number;
}

/** How far the projector has come in a partition; `_id` is its number as text. */
export interface ProgressDocument {
  _id: string;
  sequence: number;
}

/** A bot's commands, for everyone or in one community; `_id` as `commandSetId` makes it. */
export interface CommandSetDocument {
  _id: string;
  application_id: string;
  commands: ApplicationCommand[];
}

/** An interaction that was answered, so that it is not answered twice. */
export interface AnsweredDocument {
  _id: string;
  /** The database removes the document after this time. */
  expires_at: Date;
}

/** A message that only one person sees; `_id` is its id. It is kept so that its components can be used. */
export interface EphemeralDocument {
  _id: string;
  user_id: string;
  interaction_id: string;
  message: Message;
  /** The database removes the document after this time. */
  expires_at: Date;
}
