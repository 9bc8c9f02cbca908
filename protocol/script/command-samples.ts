import type { CommandInput, CommandName, CommandOutput } from '../src/index.ts';
import {
  ada,
  answer,
  attachment,
  auditEntry,
  bot,
  channel,
  community,
  components,
  conversation,
  cursors,
  draft,
  emoji,
  id,
  installation,
  interaction,
  joinForm,
  joinRequest,
  member,
  message,
  notificationSettings,
  post,
  relationship,
  reply,
  role,
  scheduled,
  self,
  sticker,
  time,
} from './samples.ts';

const community_id = community.id;
const channel_id = channel.id;
const { member: _, ...plainCommunity } = community;
const { member: _member, ...plainConversation } = conversation;
const person = { user_id: id(1) };
const botObject = { id: id(1), owner_id: id(2), user: bot, created_at: time };
const invite = {
  code: 'aB3dE6gH',
  community_id,
  creator_id: id(2),
  max_uses: 5,
  uses: 1,
  expires_at: null,
  created_at: time,
};
const target = { community_id, user_id: id(2) };
const ban = { user: ada, actor_id: id(1), reason: 'Steam', created_at: time, expires_at: time };
const moderationCase = {
  community_id,
  number: 11,
  action: 'MEMBER_WARN' as const,
  target_id: id(2),
  actor_id: id(1),
  reason: 'Hot',
  created_at: time,
};
const tokens = { access_token: 'header.payload.signature', refresh_token: 'r'.repeat(40), expires_in: 900, user: self };
const token = 'b'.repeat(60);
const place = { channel_id, message_id: message.id };
const threadPlace = { channel_id, thread_id: post.id };
const thread = {
  id: post.id,
  channel_id,
  community_id,
  root: post,
  summary: post.thread,
  following: true,
  last_read_id: null,
  unread_count: 1,
  mention_count: 0,
  replies: [reply],
};
// The smallest PNG: one pixel.
const image =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
const email = 'ada@example.org';
const password = 'difference engine';
const structure = {
  roles: [{ key: 'stoker', name: 'Stoker', hue: 15, permissions: ['MANAGE_MESSAGES' as const] }],
  categories: [{ key: 'below', name: 'Below deck' }],
  channels: [
    { key: 'rules', name: 'rules', type: 'rules' as const },
    {
      key: 'boiler',
      name: 'boiler',
      type: 'text' as const,
      topic: 'Steam',
      category: 'below',
      overwrites: [{ role: 'member', deny: ['VIEW_CHANNEL' as const] }],
    },
  ],
};

const slash = {
  type: 1 as const,
  name: 'stop',
  name_localizations: { de: 'halt' },
  description: 'Stops an engine',
  options: [
    { type: 4 as const, name: 'engine', description: 'Its number', required: true, min_value: 1, max_value: 9 },
    {
      type: 3 as const,
      name: 'how',
      description: 'How fast',
      choices: [{ name: 'Gently', name_localizations: { de: 'Sanft' }, value: 'gently' }],
    },
  ],
  default_member_permissions: '8192',
};
const modal = {
  custom_id: 'why',
  title: 'Why?',
  components: [
    {
      type: 1 as const,
      components: [{ type: 4 as const, custom_id: 'reason', style: 2, label: 'Reason', max_length: 200 }],
    },
  ],
};
const applicationCommand = { id: id(498), application_id: id(1), ...slash };
const answered = { interaction_id: interaction.id, token: interaction.token };

/** One input and one output of every command. */
export const COMMAND_SAMPLES: { [C in CommandName]: { input: CommandInput<C>; output: CommandOutput<C> } } = {
  'auth.register': { input: { email, username: 'ada', password }, output: tokens },
  'auth.login': { input: { email, password }, output: tokens },
  'auth.refresh': { input: { refresh_token: 'r'.repeat(40) }, output: tokens },
  'auth.logout': { input: {}, output: {} },
  'session.list': {
    input: {},
    output: {
      sessions: [{ id: id(50), current: true, user_agent: 'Firefox', created_at: time, last_used_at: time }],
    },
  },
  'session.revoke': { input: { session_id: id(50) }, output: {} },
  'user.me': { input: {}, output: { user: self } },
  'user.update': {
    input: { display_name: 'Ada L.', hue: 31, bio: '', privacy: { direct: 'everyone', groups: 'friends' } },
    output: { user: self },
  },
  'template.list': {
    input: {},
    output: {
      templates: [
        {
          manifest: {
            format: 1,
            slug: 'crew',
            name: 'Crew',
            version: '1.0.0',
            description: 'People of one engine',
            hue: 9,
            icon: '🚂',
          },
          structure,
        },
      ],
    },
  },
  'community.create': {
    input: { name: 'Engine room', privacy: 'public', structure },
    output: { community: plainCommunity },
  },
  'community.update': { input: { community_id, hue: 0 }, output: { community: plainCommunity } },
  'community.delete': { input: { community_id }, output: {} },
  'community.discover': {
    input: { query: 'engine', cursor: id(9) },
    output: {
      communities: [{ id: community_id, name: 'Engine room', description: '', hue: 120, member_count: 2 }],
      cursor: null,
    },
  },
  'community.join': { input: { community_id }, output: { community: plainCommunity } },
  'community.list': { input: {}, output: { communities: [plainCommunity] } },
  'join.preview': {
    input: { code: invite.code },
    output: { community: { name: 'Engine room', hue: 120 }, form: joinForm, request: null },
  },
  'join.apply': {
    input: { code: invite.code, answers: joinRequest.answers },
    output: { community: null, request: joinRequest },
  },
  'join.withdraw': { input: { community_id }, output: {} },
  'join.me': { input: {}, output: { requests: [joinRequest] } },
  'join.list': { input: { community_id }, output: { requests: [joinRequest], waiting: 1 } },
  'join.decide': {
    input: { community_id, user_id: id(2), approve: false, reason: 'We are full.' },
    output: { request: { ...joinRequest, status: 'refused', reason: 'We are full.' } },
  },
  'invite.create': { input: { community_id, max_uses: 5, expires_in: 3600 }, output: { invite } },
  'invite.list': { input: { community_id }, output: { invites: [invite] } },
  'invite.preview': {
    input: { code: invite.code },
    output: {
      invite: {
        code: invite.code,
        community: { id: community_id, name: 'Engine room', description: '', hue: 120, member_count: 2 },
        inviter: ada,
      },
    },
  },
  'invite.accept': { input: { code: invite.code }, output: { community: plainCommunity } },
  'invite.revoke': { input: { community_id, code: invite.code }, output: {} },
  'member.accept-rules': { input: { community_id }, output: { member: { ...member, pending: true } } },
  'member.list': { input: { community_id, after: id(1), limit: 2 }, output: { members: [member] } },
  'member.kick': { input: { ...target, reason: 'Steam', notify: true }, output: { case_number: 7, notified: false } },
  'member.ban': {
    input: { ...target, reason: 'Steam', duration: 3600, delete_message_seconds: 60 },
    output: { case_number: 8 },
  },
  'member.unban': { input: { ...target, reason: 'Cooled down' }, output: { case_number: 9 } },
  'ban.list': { input: { community_id, before: time, limit: 2 }, output: { bans: [ban], users: [ada] } },
  'member.timeout': {
    input: { ...target, communication_disabled_until: time, reason: 'Steam' },
    output: { member: { ...member, communication_disabled_until: time }, case_number: 10 },
  },
  'member.warn': { input: { ...target, reason: 'Hot' }, output: { case_number: 11 } },
  'member.note': { input: { ...target, reason: 'Burns coal' }, output: {} },
  'member.update': { input: { ...target, nick: null }, output: { member: { ...member, nick: null } } },
  'case.list': {
    input: { community_id, user_id: id(2), action: 'MEMBER_WARN', before: 12, limit: 2 },
    output: { cases: [moderationCase], users: [ada] },
  },
  'case.get': { input: { community_id, number: 11 }, output: { moderation_case: moderationCase, users: [ada] } },
  'case.update': {
    input: { community_id, number: 11, reason: 'Too hot' },
    output: { moderation_case: { ...moderationCase, reason: 'Too hot', edited_at: time } },
  },
  'audit.list': {
    input: { community_id, user_id: id(1), action: 'CHANNEL_UPDATE', after: id(1), limit: 2 },
    output: { entries: [auditEntry], users: [ada] },
  },
  'member.leave': { input: { community_id }, output: {} },
  'role.create': { input: { community_id, name: 'Stokers', permissions: '2048' }, output: { role } },
  'role.update': { input: { community_id, role_id: role.id, hue: null }, output: { role } },
  'role.move': { input: { community_id, role_id: role.id, above: null }, output: { role } },
  'role.delete': { input: { community_id, role_id: role.id }, output: {} },
  'role.assign': { input: { community_id, user_id: id(2), roles: [role.id] }, output: { member } },
  'channel.create': { input: { community_id, name: 'general', type: 'text', parent_id: null }, output: { channel } },
  'channel.update': {
    input: { channel_id, overwrites: channel.overwrites, position: 0, rate_limit_per_user: 5 },
    output: { channel },
  },
  'channel.move': { input: { channel_id, parent_id: null, before: id(13) }, output: { channel } },
  'channel.delete': { input: { channel_id }, output: {} },
  'message.send': { input: { channel_id, content: 'ping', nonce: 'a-1', reply_to: id(99) }, output: { message } },
  'message.edit': { input: { ...place, content: 'pong' }, output: { message: { ...message, edited_at: time } } },
  'message.delete': { input: place, output: {} },
  'expression.list': {
    input: {},
    output: { communities: [{ community_id, emojis: [emoji], stickers: [sticker] }] },
  },
  'emoji.create': { input: { community_id, name: 'engine', image }, output: { emoji } },
  'emoji.update': { input: { community_id, emoji_id: emoji.id, name: 'engine' }, output: { emoji } },
  'emoji.delete': { input: { community_id, emoji_id: emoji.id }, output: {} },
  'sticker.create': { input: { community_id, name: 'steam', image }, output: { sticker } },
  'sticker.update': { input: { community_id, sticker_id: sticker.id, name: 'steam' }, output: { sticker } },
  'sticker.delete': { input: { community_id, sticker_id: sticker.id }, output: {} },
  'message.pin': { input: place, output: {} },
  'message.unpin': { input: place, output: {} },
  'message.pins': { input: { channel_id, at: cursors }, output: { messages: [{ ...message, pinned_at: time }] } },
  'message.suppress-embeds': { input: { ...place, suppress: true }, output: {} },
  'message.edits': { input: place, output: { versions: [{ content: 'pig', at: time }] } },
  'message.delete-bulk': { input: { channel_id, message_ids: [id(100), id(101)] }, output: {} },
  'message.forward': {
    input: { ...place, to_channel_id: id(11), nonce: 'f-1' },
    output: {
      message: {
        ...message,
        content: '',
        mentions: [],
        forwarded: { id: id(99), channel_id: id(11), community_id, author: ada, content: 'Steam', created_at: time },
      },
    },
  },
  'poll.create': {
    input: { channel_id, question: 'Tea?', answers: ['Yes', 'No'], duration: 60, nonce: 'p-1' },
    output: {
      message: {
        ...message,
        poll: { question: 'Tea?', answers: ['Yes', 'No'], multiple: false, ends_at: time, counts: [0, 0], voters: 0 },
      },
    },
  },
  'poll.vote': { input: { ...place, answers: [1] }, output: {} },
  'message.history': {
    input: { channel_id, before: id(200), limit: 100, at: cursors },
    output: { messages: [message, { ...message, id: id(99), reply_to: null, nonce: 'a-0' }] },
  },
  'message.search': {
    input: { query: 'engine from:@ada -steam', community_id, sort: 'newest', limit: 25, utc_offset: 60 },
    output: { hits: [{ message, highlights: [[4, 10]] }], next: message.id },
  },
  'reaction.add': { input: { ...place, emoji: '👩‍🚒' }, output: {} },
  'reaction.remove': { input: { ...place, emoji: '❤️' }, output: {} },
  'typing.start': { input: { channel_id }, output: {} },
  'read.mark': { input: place, output: {} },
  'attachment.create': {
    input: { channel_id, filename: 'engine.png', size: 123_456, content_type: 'image/png' },
    output: { attachment, upload_url: `/api/v1/uploads/${attachment.id}` },
  },
  'attachment.urls': {
    input: { channel_id, ids: [attachment.id] },
    output: { urls: [{ id: attachment.id, query: 'channel=1&expires=2&signature=3' }], expires_at: time },
  },
  'read.mark-many': { input: { marks: [place] }, output: {} },
  'read.unmark': { input: place, output: {} },
  'relationship.list': { input: {}, output: { relationships: [relationship] } },
  'relationship.request': { input: { username: 'ponger' }, output: { relationship } },
  'relationship.accept': { input: person, output: { relationship: { ...relationship, type: 'friend' } } },
  'relationship.remove': { input: person, output: {} },
  'relationship.block': { input: person, output: { relationship: { ...relationship, type: 'blocked' } } },
  'relationship.unblock': { input: person, output: {} },
  'direct.open': { input: person, output: { community: plainConversation } },
  'direct.list': { input: {}, output: { communities: [plainConversation] } },
  'direct.accept': { input: { community_id }, output: { community: plainConversation } },
  'direct.refuse': { input: { community_id }, output: {} },
  'direct.close': { input: { community_id }, output: {} },
  'group.create': {
    input: { user_ids: [id(1), id(3)], name: 'Lunch' },
    output: { community: { ...plainConversation, kind: 'group', name: 'Lunch', owner_id: id(2) } },
  },
  'group.update': {
    input: { community_id, name: 'Dinner' },
    output: { community: { ...plainConversation, kind: 'group', name: 'Dinner', owner_id: id(2) } },
  },
  'group.add': { input: { community_id, ...person }, output: {} },
  'group.remove': { input: { community_id, ...person }, output: {} },
  'thread.get': { input: threadPlace, output: { thread } },
  'thread.follow': { input: threadPlace, output: {} },
  'thread.unfollow': { input: threadPlace, output: {} },
  'thread.mark': { input: { ...threadPlace, message_id: reply.id }, output: {} },
  'thread.list': { input: { before: id(200), limit: 10 }, output: { threads: [{ ...thread, root: null }] } },
  'feed.home': { input: { before: id(200), limit: 10 }, output: { messages: [post] } },
  'notification.list': { input: {}, output: { settings: [notificationSettings] } },
  'notification.update': {
    input: { community_id, channel_id, level: 'nothing', muted: true, muted_until: time, suppress_everyone: false },
    output: { settings: notificationSettings },
  },
  'push.subscribe': {
    input: {
      endpoint: 'https://push.example.org/v2/abc',
      keys: { p256dh: `B${'k'.repeat(86)}`, auth: 's'.repeat(22) },
    },
    output: {},
  },
  'push.unsubscribe': { input: {}, output: {} },
  'push.list': { input: {}, output: { devices: [{ session_id: id(50), current: true, created_at: time }] } },
  'draft.list': { input: {}, output: { drafts: [draft] } },
  'draft.set': { input: { channel_id, content: 'steam', updated_at: time }, output: { draft } },
  'message.schedule': {
    input: { channel_id, content: 'later', send_at: time, reply_to: id(99) },
    output: { scheduled },
  },
  'schedule.list': { input: {}, output: { scheduled: [scheduled] } },
  'schedule.update': { input: { schedule_id: scheduled.id, send_at: time }, output: { scheduled } },
  'schedule.send': { input: { schedule_id: scheduled.id }, output: {} },
  'schedule.cancel': { input: { schedule_id: scheduled.id }, output: {} },
  'bot.create': { input: { name: 'Ponger' }, output: { bot: botObject, token } },
  'bot.list': { input: {}, output: { bots: [botObject] } },
  'bot.add': { input: { community_id, bot_id: id(1) }, output: { member: { ...member, user: bot } } },
  'bot.token-reset': { input: { bot_id: id(1) }, output: { bot: botObject, token } },
  'bot.update': {
    input: { bot_id: id(1), name: 'Ponger', scopes: ['read:messages'], redirect_uris: ['https://ponger.example/back'] },
    output: { bot: { ...botObject, scopes: ['read:messages'], redirect_uris: ['https://ponger.example/back'] } },
  },
  'application.get': {
    input: { bot_id: id(1) },
    output: { application: { user: bot, owner: ada, scopes: ['read:messages'], redirect_uris: [], public: true } },
  },
  'installation.create': {
    input: {
      community_id,
      bot_id: id(1),
      scopes: ['read:messages', 'write:messages'],
      code: {
        redirect_uri: 'https://ponger.example/back',
        code_challenge: 'c'.repeat(43),
        code_challenge_method: 'S256',
      },
    },
    output: { installation, code: `${community_id}.${id(1)}.${'s'.repeat(43)}` },
  },
  'installation.list': {
    input: { community_id },
    output: { installations: [{ installation, user: bot, asked: ['read:messages'], token: false }] },
  },
  'installation.update': { input: { community_id, bot_id: id(1), channels: null }, output: { installation } },
  'installation.delete': { input: { community_id, bot_id: id(1) }, output: {} },
  'bot.delete': { input: { bot_id: id(1) }, output: {} },
  'application-command.set': { input: { commands: [slash] }, output: { commands: [applicationCommand] } },
  'application-command.list': {
    input: { channel_id },
    output: { commands: [applicationCommand], applications: [bot] },
  },
  'application-command.delete': { input: { command_id: applicationCommand.id }, output: {} },
  'interaction.create': {
    input: { channel_id, type: 2, command_id: applicationCommand.id, options: [{ name: 'engine', value: 3 }] },
    output: { interaction_id: interaction.id, type: 9, modal, modal_token: 'header.payload.signature' },
  },
  'interaction.respond': {
    input: { ...answered, type: 4, data: { content: 'Stopped', components, flags: 64 } },
    output: { message: { ...answer, flags: 64 } },
  },
  'interaction.follow-up': {
    input: { ...answered, content: 'It was hot', nonce: 'f-1' },
    output: { message: answer },
  },
  'interaction.edit': { input: { ...answered, message_id: answer.id, components: [] }, output: {} },
  'interaction.delete': { input: { ...answered, message_id: answer.id }, output: {} },
};
