import {
  type ClientFrame,
  type Draft,
  type EventData,
  type EventName,
  MEMBER_PERMISSIONS,
  type NotificationSettings,
  Op,
  type ScheduledMessage,
} from '../src/index.ts';

export const time = '2026-01-02T03:04:05.678Z';
export const id = (n: number) => String(1_399_999_999_999_990_000n + BigInt(n));
const community_id = id(10);
const channel_id = id(11);
const ids = { community_id, channel_id };

export const ada = {
  id: id(2),
  username: 'ada',
  display_name: 'Ada',
  hue: 30,
  bio: 'Counts engines',
  bot: false,
  home: null,
};
export const bot = {
  id: id(1),
  username: 'ponger',
  display_name: 'Ponger 🏓',
  hue: 359,
  bio: '',
  bot: true,
  home: null,
};
export const installation = {
  id: id(60),
  community_id,
  user_id: id(1),
  installer_id: id(2),
  scopes: ['read:messages' as const, 'write:messages' as const],
  created_at: time,
  updated_at: time,
};
export const self = { ...ada, email: 'ada@example.org' };
export const relationship = { user: bot, type: 'incoming' as const, since: time };
const permissions = String(MEMBER_PERMISSIONS);
const memberRole = { id: community_id, community_id, name: 'member', hue: null, position: 0, permissions };
export const role = {
  id: id(12),
  community_id,
  name: 'Stokers',
  hue: 15,
  position: 1,
  permissions: '1099511627776',
  fixed: null,
};
export const embed = {
  url: 'https://example.org/engines',
  title: 'Engines',
  description: 'How they count',
  site_name: 'example.org',
  image: { id: id(402), width: 640, height: 320 },
};
export const emoji = { id: id(400), name: 'engine', animated: true };
export const sticker = { id: id(401), name: 'steam' };
export const member = { community_id, user: ada, nick: 'Countess', roles: [id(12)], joined_at: time };
export const joinForm = {
  approval: true,
  questions: [
    { label: 'Which engine do you know?', type: 'text' as const, required: true },
    { label: 'Where?', type: 'choice' as const, required: false, choices: ['On board', 'Ashore'] },
  ],
};
export const joinRequest = {
  community: { id: community_id, name: 'Engine room', hue: 120 },
  user: ada,
  answers: [{ question: 'Which engine do you know?', answer: 'The analytical one' }],
  status: 'waiting' as const,
  reason: null,
  created_at: time,
};
export const auditEntry = {
  id: id(400),
  community_id,
  action: 'CHANNEL_UPDATE' as const,
  actor_id: id(1),
  target_id: channel_id,
  changes: [{ key: 'topic', old_value: 'All about engines' }],
};
export const channel = {
  id: channel_id,
  community_id,
  type: 'text' as const,
  name: 'general',
  topic: 'All about engines',
  position: 0,
  parent_id: null,
  overwrites: [{ id: id(12), type: 0 as const, allow: '2048', deny: '0' }],
  last_message_id: id(100),
};
export const community = {
  id: community_id,
  name: 'Engine room',
  description: '',
  hue: 120,
  owner_id: id(2),
  roles: [{ ...memberRole, fixed: 'member' as const }, role],
  channels: [channel],
  member_count: 2,
  member,
};
export const conversation = {
  ...community,
  name: 'Direct message',
  owner_id: community_id,
  roles: [],
  channels: [{ ...channel, overwrites: [] }],
  kind: 'direct' as const,
  recipients: [ada],
};
export const message = {
  id: id(100),
  channel_id,
  community_id,
  author: ada,
  content: 'Grüße an <@1399999999999990001> 🚂\nZweite Zeile',
  mentions: [id(1)],
  mention_roles: [id(12)],
  reply_to: { id: id(99), author: bot, content: 'pong' },
  reactions: [{ emoji: '🚂', count: 2, me: true }],
  nonce: 'a-1',
  edited_at: null,
  created_at: time,
};
export const attachment = {
  id: id(300),
  filename: 'Maschine Ø.png',
  size: 123_456,
  content_type: 'image/png',
  status: 'ready' as const,
  description: 'A difference engine',
  width: 1200,
  height: 900,
  placeholder: 'YJqGPQw7sFlslqhFafSE+Q6oJ1h2iHB2Rw==',
  previews: [{ width: 320, height: 240, content_type: 'image/webp' }],
};
export const post = {
  ...message,
  id: id(102),
  title: 'Boiler no. 3 is back',
  mentions: [],
  reply_to: null,
  reactions: [],
  thread: { count: 1, last_reply_id: id(103), last_reply_at: time, sequence: 103 },
};
export const reply = { ...message, id: id(103), thread_id: id(102), reply_to: null, reactions: [] };
const reaction = { ...ids, message_id: id(100), user_id: id(1), emoji: '👩‍🚒' };
export const components = [
  {
    type: 1 as const,
    components: [
      { type: 2 as const, style: 4, label: 'Stop', custom_id: 'stop', emoji: { name: '🛑' } },
      { type: 2 as const, style: 5, label: 'Manual', url: 'https://cozy.example/manual' },
    ],
  },
  {
    type: 1 as const,
    components: [
      {
        type: 3 as const,
        custom_id: 'engine',
        placeholder: 'Which engine?',
        options: [{ label: 'No. 3', value: '3', description: 'The old one' }],
      },
    ],
  },
];
export const answer = {
  ...message,
  id: id(500),
  author: bot,
  mentions: [],
  reply_to: null,
  reactions: [],
  components,
  interaction: { id: id(499), name: 'stop', user_id: id(2) },
};
export const interaction = {
  id: id(499),
  application_id: id(1),
  type: 2 as const,
  token: 'header.payload.signature',
  ...ids,
  member,
  permissions,
  data: {
    id: id(498),
    name: 'stop',
    type: 1,
    options: [
      { name: 'engine', type: 4, value: 3 },
      { name: 'by', type: 6, value: id(2) },
      { name: 'gently', type: 5, value: true },
    ],
    resolved: { users: { [id(2)]: ada }, members: { [id(2)]: member } },
  },
};
export const cursors = { '3': 100, '15': 4_294_967_296 };

export const notificationSettings: NotificationSettings = {
  ...ids,
  level: 'nothing',
  muted: true,
  muted_until: time,
  suppress_everyone: false,
};
export const draft: Draft = { channel_id, content: 'steam', reply_to: null, updated_at: time };
export const scheduled: ScheduledMessage = {
  id: id(400),
  ...ids,
  content: 'later',
  reply_to: id(99),
  send_at: time,
  state: 'waiting',
  failure: null,
  created_at: time,
};

/** One `d` of every event. */
export const EVENT_SAMPLES: { [E in EventName]: EventData<E> } = {
  READY: {
    v: 1,
    connection_id: 'c-1',
    user: self,
    communities: [community, { ...conversation, request: 'pending', closed: id(98) }],
    read_states: [{ channel_id, last_message_id: id(99), mention_count: 1 }],
    relationships: [relationship],
    cursors,
    instance: { name: 'Cozy', domain: 'cozy.example' },
  },
  RESUMED: { connection_id: 'c-2', replayed: 3, communities: [community_id], cursors },
  COMMUNITY_CREATE: community,
  COMMUNITY_UPDATE: {
    id: community_id,
    name: 'Boiler room',
    description: 'Hot',
    hue: 0,
    owner_id: id(2),
    privacy: 'public',
    join: joinForm,
  },
  COMMUNITY_DELETE: { id: community_id },
  CHANNEL_CREATE: channel,
  CHANNEL_UPDATE: { ...channel, topic: '' },
  CHANNEL_DELETE: { id: channel_id, community_id },
  COMMUNITY_ROLE_CREATE: role,
  COMMUNITY_ROLE_UPDATE: { ...role, hue: null },
  COMMUNITY_ROLE_DELETE: { id: id(12), community_id },
  COMMUNITY_MEMBER_ADD: member,
  COMMUNITY_MEMBER_UPDATE: { ...member, nick: null, roles: [] },
  COMMUNITY_MEMBER_REMOVE: { community_id, user_id: id(2) },
  COMMUNITY_BAN_ADD: { community_id, user: ada },
  COMMUNITY_BAN_REMOVE: { community_id, user: ada },
  COMMUNITY_AUDIT_LOG_ENTRY_CREATE: auditEntry,
  INVITE_CREATE: {
    code: 'aB3dE6gH',
    community_id,
    creator_id: id(2),
    max_uses: null,
    uses: 0,
    expires_at: time,
    created_at: time,
  },
  INVITE_DELETE: { code: 'aB3dE6gH', community_id },
  JOIN_REQUESTS_UPDATE: { community_id },
  JOIN_REQUEST_UPDATE: { ...joinRequest, status: 'refused', reason: 'We are full.' },
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: { id: id(100), ...ids, content: 'Tschüß', mentions: [], edited_at: time },
  MESSAGE_DELETE_BULK: { ids: [id(100), id(101)], ...ids, mention_everyone: true },
  CHANNEL_PINS_UPDATE: { ...ids, message_id: id(100), user_id: id(1), pinned_at: null },
  MESSAGE_POLL_UPDATE: { id: id(100), ...ids, counts: [2, 0], voters: 2 },
  POLL_VOTE: { ...ids, message_id: id(100), answers: [0] },
  COMMUNITY_EMOJIS_UPDATE: { community_id, emojis: [emoji] },
  COMMUNITY_STICKERS_UPDATE: { community_id, stickers: [sticker] },
  MESSAGE_EMBEDS_UPDATE: { id: id(100), ...ids, edited_at: null, embeds: [embed] },
  ATTACHMENT_UPDATE: { ...ids, message_id: id(100), attachment },
  ATTACHMENT_PROGRESS: { ...ids, message_id: id(100), attachment_id: id(300), progress: 0.5 },
  MESSAGE_DELETE: { id: id(100), ...ids, mentions: [id(1)] },
  MESSAGE_REACTION_ADD: reaction,
  MESSAGE_REACTION_REMOVE: reaction,
  TYPING_START: { ...ids, user_id: id(2), display_name: 'Ada' },
  PRESENCE_UPDATE: { community_id, user_id: id(2), status: 'dnd' },
  PASSIVE_UPDATE: {
    community_id,
    channels: [{ id: channel_id, last_message_id: id(101) }],
    threads: [{ id: id(102), channel_id, last_reply_id: id(103) }],
    member_count: 3,
  },
  SUBSCRIBED: { communities: [community_id], cursors },
  COMMUNITY_MEMBER_LIST_UPDATE: {
    community_id,
    from: 0,
    total: 2,
    online: 1,
    rows: [
      { user_id: id(2), status: 'online' },
      { user_id: id(1), status: 'offline' },
    ],
    members: [member],
  },
  COMMUNITY_MEMBERS_CHUNK: {
    community_id,
    members: [member],
    presences: [{ user_id: id(2), status: 'online' }],
    not_found: [id(9)],
  },
  READ_STATE_UPDATE: { channel_id, last_message_id: id(99), mention_count: 1, mentions: [id(100)], epoch: id(98) },
  USER_UPDATE: { ...self, email: null, privacy: { direct: 'friends', groups: 'nobody' } },
  RELATIONSHIP_ADD: relationship,
  RELATIONSHIP_UPDATE: { ...relationship, type: 'friend' },
  RELATIONSHIP_REMOVE: { user_id: id(1) },
  DIRECT_UPDATE: { community_id, user_id: id(2), request: 'refused', closed: null },
  THREAD_MEMBER_UPDATE: { ...ids, thread_id: id(102), following: true, last_read_id: id(103), version: id(104) },
  NOTIFICATION_SETTINGS_UPDATE: notificationSettings,
  DRAFT_UPDATE: draft,
  SCHEDULED_MESSAGE_UPDATE: { ...scheduled, state: 'failed', failure: 'You may not do this.' },
  SCHEDULED_MESSAGE_DELETE: { id: scheduled.id, channel_id },
  SESSION_DELETE: { id: id(50) },
  INTERACTION_CREATE: interaction,
  INTERACTION_RESPONSE: { channel_id, message_id: answer.id, message: { ...answer, flags: 64 } },
  BOT_CREATE: { id: id(1), owner_id: id(2), user: bot, created_at: time },
  BOT_UPDATE: { id: id(1), owner_id: id(2), user: bot, scopes: ['read:messages'], public: true, created_at: time },
  BOT_DELETE: { id: id(1) },
  INSTALLATION_CREATE: installation,
  INSTALLATION_UPDATE: { ...installation, channels: [channel_id], suspended: true },
  INSTALLATION_DELETE: { id: id(60), community_id, user_id: id(1) },
};

/** Frames from clients, of every opcode that they may send. */
export const CLIENT_SAMPLES: Record<string, ClientFrame> = {
  'heartbeat without cursors': { op: Op.Heartbeat },
  'heartbeat with null': { op: Op.Heartbeat, d: null },
  'heartbeat with cursors': { op: Op.Heartbeat, d: cursors },
  identify: { op: Op.Identify, d: { token: 'secret' } },
  'identify with everything': {
    op: Op.Identify,
    d: {
      token: 'secret',
      properties: { client: 'cozy-bot', version: '0.1.0' },
      intents: 512,
      shard: [1, 4],
      presence: { status: 'idle' },
    },
  },
  'presence update': { op: Op.PresenceUpdate, d: { status: 'dnd' } },
  resume: { op: Op.Resume, d: { token: 'secret', cursors } },
  'request members': { op: Op.RequestMembers, d: { community_id, query: 'ad', user_ids: [id(2)], limit: 10 } },
  subscribe: { op: Op.Subscribe, d: { communities: [community_id], channels: [channel_id] } },
  'identify as a passive connection': { op: Op.Identify, d: { token: 'secret', passive: true } },
  'subscribe to member windows': {
    op: Op.Subscribe,
    d: { communities: [community_id], channels: [], members: [{ community_id, from: 100, limit: 100 }] },
  },
  request: { op: Op.Request, t: 'message.send', n: 1, d: { channel_id, content: 'ping', nonce: 'a-1' } },
};

/** Frames from servers, of every opcode that they may send except Dispatch's events. */
export const SERVER_SAMPLES: Record<string, object> = {
  'dispatch of an event without place': { op: Op.Dispatch, t: 'TYPING_START', d: EVENT_SAMPLES.TYPING_START },
  'dispatch with a sequence beyond 32 bits': {
    op: Op.Dispatch,
    t: 'BOT_DELETE',
    s: [15, 4_294_967_296],
    d: EVENT_SAMPLES.BOT_DELETE,
  },
  reconnect: { op: Op.Reconnect },
  'invalid session': { op: Op.InvalidSession, d: { resumable: false, reason: 'The cursors are older than the log.' } },
  'invalid session with a wait': {
    op: Op.InvalidSession,
    d: { resumable: true, reason: 'The log cannot be reached.', retry_after: 1.5 },
  },
  hello: { op: Op.Hello, d: { heartbeat_interval: 30_000 } },
  'heartbeat ack': { op: Op.HeartbeatAck },
  'heartbeat ack with places': { op: Op.HeartbeatAck, d: cursors },
  'response with output': { op: Op.Response, n: 1, d: { message } },
  'response with nothing': { op: Op.Response, n: 2, d: {} },
  'response with an error': {
    op: Op.Response,
    n: 3,
    e: {
      code: 'INVALID_INPUT',
      message: 'Some fields are not valid; see errors.',
      errors: { '/content': 'Expected string length less or equal to 4000' },
    },
  },
  'response to too many requests': {
    op: Op.Response,
    n: 4,
    e: { code: 'RATE_LIMITED', message: 'Too many requests. Wait retry_after seconds.', retry_after: 0.25 },
  },
};

/** Messages that a decoder refuses, by name: the encoding and the bytes. */
export const REFUSED: Record<string, { encoding: 'msgpack' | 'json'; bytes: string }> = {
  'msgpack, nothing': { encoding: 'msgpack', bytes: '' },
  'msgpack, a byte that is never used': { encoding: 'msgpack', bytes: 'c1' },
  'msgpack, a map that ends early': { encoding: 'msgpack', bytes: '82a26f700b' },
  'msgpack, a text that ends early': { encoding: 'msgpack', bytes: '81a26f70d9ff61' },
  'msgpack, a second frame that ends early': { encoding: 'msgpack', bytes: '81a26f700b81a26f' },
  'msgpack, an array of four billion values': { encoding: 'msgpack', bytes: '81a26f70ddffffffff' },
  'msgpack, a map of four billion values': { encoding: 'msgpack', bytes: 'dfffffffff' },
  'msgpack, a number instead of a map': { encoding: 'msgpack', bytes: '0b' },
  'msgpack, an array instead of a map': { encoding: 'msgpack', bytes: '910b' },
  'msgpack, a key that is a number': { encoding: 'msgpack', bytes: '8101c0' },
  'msgpack, a timestamp': { encoding: 'msgpack', bytes: '81a164d6ff5bcd1500' },
  'msgpack, binary': { encoding: 'msgpack', bytes: '81a164c40101' },
  'msgpack, 65 maps in one another': { encoding: 'msgpack', bytes: `${'81a164'.repeat(64)}80` },
  'json, nothing': { encoding: 'json', bytes: '' },
  'json, a map that ends early': { encoding: 'json', bytes: Buffer.from('{"op":11').toString('hex') },
  'json, a number instead of a map': { encoding: 'json', bytes: Buffer.from('11\n').toString('hex') },
  'json, null instead of a map': { encoding: 'json', bytes: Buffer.from('null\n').toString('hex') },
  'json, a second frame that ends early': { encoding: 'json', bytes: Buffer.from('{"op":11}\n{"op"').toString('hex') },
  'json, 65 maps in one another': {
    encoding: 'json',
    bytes: Buffer.from(`${'{"d":'.repeat(64)}{}${'}'.repeat(64)}`).toString('hex'),
  },
};
