import type { Status } from '@cozy/protocol';
import { asBot, type Person, register } from './api.ts';
import { LINES, type Line, POSTS } from './conversation.ts';

/** So many lines of the conversation are read when the picture is taken. */
const READ_UNTIL = 7;

/** What the pictures are taken of. */
export interface Scene {
  /** Looks at the busy community. */
  viewer: Person;
  /** Are online while it is looked at, with what they show. */
  present: { person: Person; status: Status }[];
  /** Is writing in the busy channel. */
  writer: Person;
  communityId: string;
  busyChannelId: string;
  /** A feed of the busy community, and its newest post. */
  feedId: string;
  postId: string;
  /** Has a community of their own in which nothing has happened. */
  newcomer: Person;
  emptyCommunityId: string;
  emptyChannelId: string;
}

/** Fills a running server with people, communities and a conversation. */
export async function seed(origin: string): Promise<Scene> {
  const people = {
    Maya: await register(origin, 'Maya Lindqvist', 55, 'Keeps the keys, the calendar and the bees.'),
    Jonas: await register(origin, 'Jonas Weber', 230),
    Priya: await register(origin, 'Priya Raman', 320),
    Tom: await register(origin, 'Tom Okafor', 150),
    Elif: await register(origin, 'Elif Aydın', 20),
  };
  const { Maya } = people;
  const { community } = await Maya.call('community.create', {
    name: 'Hillside Garden',
    description: 'Forty neighbours, one greenhouse, too many courgettes.',
    hue: 140,
  });
  const place = { community_id: community.id };
  const general = community.channels.find(({ type }) => type === 'text');
  if (!general) throw new Error('A new community has no text channel.');
  await Maya.call('channel.update', {
    channel_id: general.id,
    name: 'general',
    topic: 'Everything that grows, and the people who water it',
  });
  const garden = (await Maya.call('channel.create', { ...place, name: 'In the garden', type: 'category' })).channel;
  const house = (await Maya.call('channel.create', { ...place, name: 'Behind the shed', type: 'category' })).channel;
  const channels: Record<string, string> = {};
  for (const [name, parent] of [
    ['announcements', null],
    ['greenhouse', garden.id],
    ['beds-and-seeds', garden.id],
    ['bees', garden.id],
    ['recipes', house.id],
    ['lost-and-found', house.id],
  ] as const) {
    const { channel } = await Maya.call('channel.create', { ...place, name, type: 'text', parent_id: parent });
    channels[name] = channel.id;
  }

  const { invite } = await Maya.call('invite.create', place);
  for (const person of Object.values(people))
    if (person !== Maya) await person.call('invite.accept', { code: invite.code });
  const { role } = await Maya.call('role.create', { ...place, name: 'Gardeners', hue: 145, permissions: '0' });
  const moderator = community.roles.find(({ fixed }) => fixed === 'moderator');
  if (moderator) {
    await Maya.call('role.update', { ...place, role_id: moderator.id, hue: 255 });
    await Maya.call('role.assign', { ...place, user_id: people.Jonas.id, roles: [moderator.id] });
  }
  for (const person of [people.Priya, people.Elif]) {
    await Maya.call('role.assign', { ...place, user_id: person.id, roles: [role.id] });
  }

  const { bot, token } = await Maya.call('bot.create', { name: 'Weather bot' });
  await Maya.call('bot.add', { ...place, bot_id: bot.id });
  const callers: Record<Line['who'], Person['call']> = {
    ...{ Maya: people.Maya.call, Jonas: people.Jonas.call, Priya: people.Priya.call },
    ...{ Tom: people.Tom.call, Elif: people.Elif.call, 'Weather bot': asBot(origin, token) },
  };

  const sent: string[] = [];
  for (const line of LINES) {
    const content = line.text.replace(
      /@(Maya|Jonas|Priya|Tom|Elif)/g,
      (_, who: keyof typeof people) => `<@${people[who].id}>`,
    );
    const { message } = await callers[line.who]('message.send', {
      channel_id: general.id,
      content,
      nonce: crypto.randomUUID(),
      ...(line.reply !== undefined && { reply_to: sent[line.reply] }),
    });
    sent.push(message.id);
    // Maya has read until here when she comes back: the line above what is new stands after it.
    if (sent.length === READ_UNTIL) await Maya.call('read.mark', { channel_id: general.id, message_id: message.id });
    for (const [emoji, fans] of Object.entries(line.reactions ?? {})) {
      for (const fan of fans)
        await callers[fan]('reaction.add', { channel_id: general.id, message_id: message.id, emoji });
    }
  }
  const say = (who: Line['who'], name: string, content: string) =>
    callers[who]('message.send', { channel_id: channels[name] ?? '', content, nonce: crypto.randomUUID() });
  await say('Elif', 'announcements', 'Vote: shed door in green or in yellow?');
  await say('Jonas', 'greenhouse', 'The heater is set to 8 °C for the night.');
  await say('Tom', 'recipes', `<@${Maya.id}> the courgette soup, as promised: fry an onion, add everything, wait.`);

  const feed = { ...place, name: 'garden-news', type: 'feed', parent_id: garden.id } as const;
  const feedId = (await Maya.call('channel.create', feed)).channel.id;
  let postId = '';
  for (const { who, title, text, reactions = {}, comments = [] } of POSTS) {
    const post = { channel_id: feedId, content: text, nonce: crypto.randomUUID(), ...(title && { title }) };
    postId = (await callers[who]('message.send', post)).message.id;
    for (const [emoji, fans] of Object.entries(reactions)) {
      for (const fan of fans) await callers[fan]('reaction.add', { channel_id: feedId, message_id: postId, emoji });
    }
    for (const comment of comments) {
      const reply = { channel_id: feedId, thread_id: postId, content: comment.text, nonce: crypto.randomUUID() };
      await callers[comment.who]('message.send', reply);
    }
  }

  const newcomer = await register(origin, 'Noor Haddad', 285);
  const own = (await newcomer.call('community.create', { name: 'Thursday Readers', hue: 285 })).community;
  return {
    viewer: Maya,
    present: [
      { person: people.Elif, status: 'online' },
      { person: people.Priya, status: 'online' },
      { person: people.Jonas, status: 'dnd' },
      { person: people.Tom, status: 'idle' },
    ],
    writer: people.Priya,
    communityId: community.id,
    busyChannelId: general.id,
    feedId,
    postId,
    newcomer,
    emptyCommunityId: own.id,
    emptyChannelId: own.channels.find(({ type }) => type === 'text')?.id ?? '',
  };
}
