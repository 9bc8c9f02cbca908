import type { Collection } from 'mongodb';
import mongoose, { type Connection, type Model, Schema } from 'mongoose';
import type { Logger } from 'pino';
import type { KeyDocument } from '../auth/keys.ts';
import { failClosedWrites } from './closedWrites.ts';
import type {
  AnsweredDocument,
  AttachmentDocument,
  AuditDocument,
  CaseDocument,
  ChannelHeadDocument,
  CommandSetDocument,
  CommunityDocument,
  DraftDocument,
  EphemeralDocument,
  InviteDocument,
  JoinRequestDocument,
  LinkPreviewDocument,
  MemberDocument,
  MentionDocument,
  MessageDocument,
  NotificationDocument,
  PinDocument,
  PollVoteDocument,
  ProgressDocument,
  ReactionDocument,
  ReadStateDocument,
  RelationshipDocument,
  ScheduleDocument,
  SessionDocument,
  ThreadFollowDocument,
  UserDocument,
  WideMentionDocument,
} from './documents.ts';
import { makeIndexes } from './makeIndexes.ts';

/** Milliseconds after which a command fails with DATABASE_UNAVAILABLE instead of waiting on. */
const SELECTION_TIMEOUT = 2_000;
const OPERATION_TIMEOUT = 10_000;
/** Milliseconds between two tries to reach the database at start. */
const CONNECT_RETRY = 500;

// Shapes are written once, in documents.ts and protocol/; Mongoose is told only what it needs to keep and to index.
const outbox = { rev: { type: Number, default: 0 }, outbox: { type: [Schema.Types.Mixed], default: [] } };
const options = { versionKey: false, minimize: false, autoIndex: false, strict: 'throw', id: false } as const;

const communitySchema = new Schema(
  {
    _id: String,
    name: String,
    description: String,
    hue: Number,
    owner_id: String,
    privacy: String,
    join: Schema.Types.Mixed,
    roles: [Schema.Types.Mixed],
    channels: [Schema.Types.Mixed],
    emojis: { type: [Schema.Types.Mixed], default: undefined },
    stickers: { type: [Schema.Types.Mixed], default: undefined },
    deleted: Boolean,
    kind: String,
    pair: String,
    sides: Schema.Types.Mixed,
    ...outbox,
  },
  { ...options, collection: 'communities' },
)
  .index({ 'channels.id': 1 })
  .index({ pair: 1 }, { unique: true, partialFilterExpression: { pair: { $exists: true } } });

const userSchema = new Schema(
  {
    _id: String,
    username: String,
    display_name: String,
    hue: Number,
    bio: String,
    bot: Boolean,
    home: String,
    email: String,
    password_hash: String,
    privacy: Schema.Types.Mixed,
    owner_id: String,
    token_hash: String,
    old_token: Schema.Types.Mixed,
    application: Schema.Types.Mixed,
    created_at: String,
    ...outbox,
  },
  { ...options, collection: 'users' },
)
  .index({ username: 1 }, { unique: true })
  .index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } })
  .index({ owner_id: 1 });

const sessionSchema = new Schema(
  {
    _id: String,
    user_id: String,
    refresh_hash: String,
    user_agent: String,
    created_at: String,
    last_used_at: String,
    expires_at: Date,
    revoked: Boolean,
    push: Schema.Types.Mixed,
    ...outbox,
  },
  { ...options, collection: 'sessions' },
)
  .index({ user_id: 1 })
  .index({ 'push.endpoint': 1 }, { partialFilterExpression: { 'push.endpoint': { $exists: true } } })
  .index({ expires_at: 1 }, { expireAfterSeconds: 0 });

const memberSchema = new Schema(
  {
    _id: String,
    community_id: String,
    user_id: String,
    nick: String,
    roles: [String],
    joined_at: String,
    pending: Boolean,
    communication_disabled_until: String,
    ban: Schema.Types.Mixed,
    left: Boolean,
    kind: String,
    bot: Boolean,
    names: [String],
    installation: Schema.Types.Mixed,
    ...outbox,
  },
  { ...options, collection: 'members' },
)
  .index({ community_id: 1, left: 1, user_id: 1 })
  .index({ community_id: 1, left: 1, names: 1 })
  // Bots are few among the members.
  .index({ community_id: 1, bot: 1 }, { partialFilterExpression: { bot: true } })
  .index({ user_id: 1, left: 1 })
  .index(
    { community_id: 1, 'ban.created_at': -1 },
    { partialFilterExpression: { 'ban.created_at': { $exists: true } } },
  )
  .index({ 'ban.expires_at': 1 }, { partialFilterExpression: { 'ban.expires_at': { $exists: true } } });

const relationshipSchema = new Schema(
  {
    _id: String,
    users: [String],
    requester: String,
    friends: Boolean,
    blocked_by: [String],
    since: String,
    ...outbox,
  },
  { ...options, collection: 'relationships' },
).index({ users: 1 });

const inviteSchema = new Schema(
  {
    _id: String,
    community_id: String,
    creator_id: String,
    max_uses: Number,
    uses: Number,
    expires_at: String,
    created_at: String,
    revoked: Boolean,
    ...outbox,
  },
  { ...options, collection: 'invites' },
).index({ community_id: 1 });

const joinRequestSchema = new Schema(
  {
    _id: String,
    community_id: String,
    user_id: String,
    answers: [Schema.Types.Mixed],
    status: String,
    reason: String,
    code: String,
    created_at: String,
    decided_at: Number,
    expires_at: Date,
    ...outbox,
  },
  { ...options, collection: 'join_requests' },
)
  .index({ community_id: 1, status: 1, created_at: 1 })
  .index({ user_id: 1, status: 1 })
  .index({ expires_at: 1 }, { expireAfterSeconds: 0 });

const scheduleSchema = new Schema(
  {
    _id: String,
    user_id: String,
    community_id: String,
    channel_id: String,
    content: String,
    reply_to: String,
    send_at: String,
    state: String,
    failure: String,
    tried_from: String,
    created_at: String,
    expires_at: Date,
    ...outbox,
  },
  { ...options, collection: 'scheduled_messages' },
)
  .index({ user_id: 1 })
  .index({ state: 1, send_at: 1 })
  .index({ expires_at: 1 }, { expireAfterSeconds: 0 });

/**
 * The collections. Those with an outbox are written by commands; the others, but for files, keys and what belongs to bots'
 * commands, only by workers.
 */
export interface Database {
  connection: Connection;
  communities: Model<CommunityDocument>;
  users: Model<UserDocument>;
  sessions: Model<SessionDocument>;
  members: Model<MemberDocument>;
  invites: Model<InviteDocument>;
  relationships: Model<RelationshipDocument>;
  schedules: Model<ScheduleDocument>;
  joinRequests: Model<JoinRequestDocument>;
  keys: Collection<KeyDocument>;
  vapidKeys: Collection<KeyDocument>;
  attachments: Collection<AttachmentDocument>;
  linkPreviews: Collection<LinkPreviewDocument>;
  messages: Collection<MessageDocument>;
  reactions: Collection<ReactionDocument>;
  pins: Collection<PinDocument>;
  pollVotes: Collection<PollVoteDocument>;
  channelHeads: Collection<ChannelHeadDocument>;
  readStates: Collection<ReadStateDocument>;
  mentions: Collection<MentionDocument>;
  wideMentions: Collection<WideMentionDocument>;
  threadFollows: Collection<ThreadFollowDocument>;
  notifications: Collection<NotificationDocument>;
  drafts: Collection<DraftDocument>;
  auditLog: Collection<AuditDocument>;
  cases: Collection<CaseDocument>;
  commandSets: Collection<CommandSetDocument>;
  answered: Collection<AnsweredDocument>;
  ephemerals: Collection<EphemeralDocument>;
  progress: Collection<ProgressDocument>;
  pushProgress: Collection<ProgressDocument>;
  close(): Promise<void>;
}

/**
 * Connects to the database, waiting for it as long as it takes, and makes the indexes that are missing.
 *
 * @param uri a MongoDB address.
 * @param name of the database.
 */
export async function openDatabase(uri: string, name: string, logger: Logger): Promise<Database> {
  const connection = await connect(uri, name, logger);
  const collection = <D extends object>(of: string) => connection.collection(of) as unknown as Collection<D>;
  const model = <D>(of: string, schema: Schema) => connection.model(of, schema) as unknown as Model<D>;
  const database: Database = {
    connection,
    communities: model<CommunityDocument>('Community', communitySchema),
    users: model<UserDocument>('User', userSchema),
    sessions: model<SessionDocument>('Session', sessionSchema),
    members: model<MemberDocument>('Member', memberSchema),
    invites: model<InviteDocument>('Invite', inviteSchema),
    relationships: model<RelationshipDocument>('Relationship', relationshipSchema),
    schedules: model<ScheduleDocument>('Schedule', scheduleSchema),
    joinRequests: model<JoinRequestDocument>('JoinRequest', joinRequestSchema),
    keys: collection('keys'),
    vapidKeys: collection('vapid_keys'),
    attachments: collection('attachments'),
    linkPreviews: collection('linkPreviews'),
    messages: collection('channel_messages'),
    reactions: collection('reactions'),
    pins: collection('pins'),
    pollVotes: collection('poll_votes'),
    channelHeads: collection('channel_heads'),
    readStates: collection('read_states'),
    mentions: collection('mentions'),
    wideMentions: collection('wide_mentions'),
    threadFollows: collection('thread_follows'),
    notifications: collection('notifications'),
    drafts: collection('drafts'),
    auditLog: collection('audit_log'),
    cases: collection('cases'),
    commandSets: collection('command_sets'),
    answered: collection('answered_interactions'),
    ephemerals: collection('ephemeral_messages'),
    progress: collection('progress'),
    pushProgress: collection('push_progress'),
    close: () => connection.close(),
  };
  await makeIndexes(() => createIndexes(database), logger);
  return database;
}

async function connect(uri: string, name: string, logger: Logger): Promise<Connection> {
  failClosedWrites();
  for (;;) {
    const connection = mongoose.createConnection(uri, {
      dbName: name,
      bufferCommands: false,
      serverSelectionTimeoutMS: SELECTION_TIMEOUT,
      socketTimeoutMS: OPERATION_TIMEOUT,
      // Who asks is told at once that the database is away, and knows whether to ask again.
      retryReads: false,
      maxPoolSize: 20,
    });
    try {
      await connection.asPromise();
      await connection.db?.command({ ping: 1 });
      return connection;
    } catch (error) {
      logger.warn({ error }, 'The database cannot be reached yet; trying again');
      await connection.close(true);
      await new Promise((resolve) => setTimeout(resolve, CONNECT_RETRY));
    }
  }
}

async function createIndexes(database: Database): Promise<void> {
  const { communities, users, sessions, members, invites, relationships, schedules, joinRequests } = database;
  for (const model of [
    communities,
    users,
    sessions,
    members,
    invites,
    relationships,
    schedules,
    joinRequests,
  ] as unknown as Model<unknown>[]) {
    await model.createIndexes();
    // Only documents with something to publish are in this index, so that the sweep costs nothing when all is well.
    await model.collection.createIndex(
      { 'outbox.at': 1 },
      { partialFilterExpression: { 'outbox.0': { $exists: true } } },
    );
  }
  await database.attachments.createIndex({ user_id: 1, message_id: 1 });
  await database.attachments.createIndex({ message_id: 1 });
  await database.attachments.createIndex({ channel_id: 1 });
  await database.attachments.createIndex({ status: 1, changed: 1 });
  await database.attachments.createIndex({ deleted: 1 }, { partialFilterExpression: { deleted: true } });
  await database.messages.createIndex({ id: 1 });
  // Posts of a feed by their last comments: the messages that have a thread are few.
  await database.messages.createIndex(
    { channel_id: 1, 'thread.sequence': -1 },
    { partialFilterExpression: { 'thread.sequence': { $exists: true } } },
  );
  await database.reactions.createIndex({ message_id: 1 });
  await database.pins.createIndex({ channel_id: 1 });
  await database.pollVotes.createIndex({ message_id: 1 });
  await database.channelHeads.createIndex({ community_id: 1 });
  await database.readStates.createIndex({ user_id: 1 });
  await database.mentions.createIndex({ user_id: 1, channel_id: 1, message_id: 1 });
  await database.mentions.createIndex({ message_id: 1 });
  await database.wideMentions.createIndex({ community_id: 1 });
  await database.threadFollows.createIndex({ user_id: 1, following: 1, last_reply_id: -1 });
  await database.threadFollows.createIndex({ thread_id: 1 });
  await database.threadFollows.createIndex({ channel_id: 1 });
  await database.notifications.createIndex({ user_id: 1 });
  await database.notifications.createIndex({ community_id: 1, level: 1 });
  await database.drafts.createIndex({ user_id: 1 });
  await database.auditLog.createIndex({ community_id: 1, _id: -1 });
  // No two cases of a community have one number, whoever writes them.
  await database.cases.createIndex({ community_id: 1, number: -1 }, { unique: true });
  await database.cases.createIndex({ community_id: 1, target_id: 1, number: -1 });
  await database.commandSets.createIndex({ 'commands.id': 1 });
  await database.answered.createIndex({ expires_at: 1 }, { expireAfterSeconds: 0 });
  await database.ephemerals.createIndex({ expires_at: 1 }, { expireAfterSeconds: 0 });
}
