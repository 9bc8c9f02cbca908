import { LIMITS } from '@cozy/protocol';
import type { Navigator } from '@solidjs/router';
import fuzzysort from 'fuzzysort';
import { type App, useApp, useInstance } from '../app/context.ts';
import { sentence } from '../app/errors.ts';
import { channelPath, communitySettingsPath, settingsPath } from '../app/paths.ts';
import { say } from '../components/Toasts/toast.tsx';
import { textChannels } from '../conversation/channels.ts';
import type { Instance } from '../instance/instance.ts';
import { may } from '../instance/permissions.ts';

/** Somewhere to go, someone, or something to do. */
export interface Entry {
  /** Names it over reloads. */
  key: string;
  kind: 'channel' | 'community' | 'person' | 'page' | 'action';
  name: string;
  /** Where it is, or what it is, beside the name. */
  within: string;
  hue: number;
  unread: boolean;
  mentions: number;
  run: () => void;
}

/** So many are shown at once; more letters bring the others. */
const SHOWN = 12;
/** Entries that are remembered as used last. */
const REMEMBERED = 30;
/** Fuzziest match that is still shown; fuzzysort gives 1 for an exact one and 0 for none. */
const FUZZIEST = 0.35;
/** What the entry that was used last gains over one that never was, of fuzzysort's scores. */
const RECENT = 0.2;

const plain = { within: '', hue: 0, unread: false, mentions: 0 };

/** Makes what searches beside a conversation: the open one, or the one that was open last. */
export function createSearchFor(navigate: Navigator, isOpen: () => boolean): (query: string) => void {
  const app = useApp();
  const { communities } = useInstance().stores;
  return (query) => {
    app.search(query);
    const community = communities.list()[0];
    if (isOpen() || !community) return;
    const channel = app.preferences.lastChannel[community.id] ?? textChannels(community.channels)[0]?.id;
    navigate(channelPath(community.id, channel));
  };
}

/** All that the switcher leads to now. @param communityId of the community that is open. */
export function switcherEntries(
  app: App,
  instance: Instance,
  navigate: Navigator,
  communityId: string | undefined,
  searchFor: (query: string) => void,
): Entry[] {
  return [
    ...places(app, instance, navigate),
    ...conversations(instance, navigate),
    ...people(instance, communityId, searchFor),
    ...actions(app, instance, navigate, communityId),
  ];
}

function places(app: App, { stores }: Instance, navigate: Navigator): Entry[] {
  const { readStates, communities } = stores;
  return communities.list().flatMap((community) => {
    const { id, name, hue } = community;
    const channels = textChannels(community.channels).map<Entry>((channel) => ({
      key: `channel:${channel.id}`,
      kind: 'channel',
      name: channel.name,
      within: name,
      hue,
      unread: readStates.isUnread(channel, community.member.joined_at),
      mentions: readStates.mentionCount(channel.id),
      run: () => navigate(channelPath(id, channel.id)),
    }));
    const run = () => navigate(channelPath(id, app.preferences.lastChannel[id]));
    return [...channels, { ...plain, key: `community:${id}`, kind: 'community', name, within: 'Community', hue, run }];
  });
}

function conversations({ stores }: Instance, navigate: Navigator): Entry[] {
  const { readStates, communities } = stores;
  return communities.conversations().flatMap((conversation) => {
    const { id, hue, kind, recipients = [], channels, member } = conversation;
    const [channel] = channels;
    if (!channel) return [];
    const others = recipients.map(({ display_name }) => display_name).join(', ');
    return {
      key: `channel:${channel.id}`,
      kind: kind === 'direct' ? 'person' : 'community',
      name: kind === 'direct' ? others : conversation.name,
      within: kind === 'direct' ? 'Direct messages' : others,
      hue: recipients[0]?.hue ?? hue,
      unread: readStates.isUnread(channel, member.joined_at),
      mentions: readStates.mentionCount(channel.id),
      run: () => navigate(channelPath(id, channel.id)),
    } satisfies Entry;
  });
}

function people({ stores }: Instance, communityId: string | undefined, searchFor: (query: string) => void): Entry[] {
  const known = Object.values(stores.members.lists[communityId ?? '']?.byId ?? {});
  return known.map(({ user, nick }) => ({
    ...plain,
    key: `person:${user.id}`,
    kind: 'person',
    name: nick ?? user.display_name,
    within: `@${user.username}, their messages`,
    hue: user.hue,
    run: () => searchFor(`from:@${user.username} `),
  }));
}

function actions(app: App, instance: Instance, navigate: Navigator, communityId: string | undefined): Entry[] {
  const { communities, readStates } = instance.stores;
  const community = communityId ? communities.byId[communityId] : undefined;
  const page = (name: string, path: string, within = ''): Entry => ({
    ...plain,
    key: `page:${path}`,
    kind: 'page',
    name,
    within,
    run: () => navigate(path),
  });
  const action = (name: string, run: () => void, within = ''): Entry => ({
    ...plain,
    key: `action:${name}`,
    kind: 'action',
    name,
    within,
    run,
  });
  const markAllRead = async () => {
    const marks = [...communities.list(), ...communities.conversations()].flatMap(({ channels, member }) =>
      channels.flatMap(({ id: channel_id, last_message_id: message_id }) =>
        message_id && readStates.isUnread({ id: channel_id, last_message_id: message_id }, member.joined_at)
          ? [{ channel_id, message_id }]
          : [],
      ),
    );
    try {
      for (let i = 0; i < marks.length; i += LIMITS.readMarks) {
        const some = marks.slice(i, i + LIMITS.readMarks);
        await instance.commands.read['mark-many']({ marks: some });
        for (const { channel_id, message_id } of some) readStates.advance(channel_id, message_id);
      }
      say('Everything is marked as read.');
    } catch (error) {
      say(`Not everything was marked as read. ${sentence(error)}`, 'danger');
    }
  };
  const found = [
    page('Home', '/'),
    page('Feed', '/feed'),
    page('Threads', '/threads'),
    page('Settings', settingsPath()),
    action('Mark everything as read', () => void markAllRead()),
  ];
  for (const theme of ['light', 'dark', 'system'] as const) {
    if (theme === app.preferences.theme) continue;
    found.push(action(`Theme: ${theme}`, () => app.setPreferences('theme', theme)));
  }
  found.push(action('Create a community', () => app.ask({ kind: 'create-community' })));
  if (community) {
    const { id, name } = community;
    if (may(community, 'MANAGE_CHANNELS')) {
      const ask = { kind: 'create-channel', communityId: id, parentId: null, type: 'text' } as const;
      found.push(action('Create a channel', () => app.ask(ask), name));
    }
    if (may(community, 'CREATE_INVITE')) {
      found.push(action('Invite people', () => app.ask({ kind: 'invite', communityId: id }), name));
    }
    found.push(page('Community settings', communitySettingsPath(id), name));
  }
  found.push(action('Keyboard shortcuts', () => app.ask({ kind: 'shortcuts' })));
  found.push(action('Log out', () => void instance.logOut()));
  return found;
}

/**
 * Picks what fits best, fuzzily, what was used last before others. Without a text, what waits to be read comes first.
 *
 * @param recent keys, the last one first.
 */
export function findEntries(entries: readonly Entry[], query: string, recent: readonly string[]): Entry[] {
  const place = (entry: Entry) => {
    const index = recent.indexOf(entry.key);
    return index < 0 ? REMEMBERED : index;
  };
  const wanted = query.trim().replace(/^[#@]/, '');
  if (wanted === '') {
    const waits = (entry: Entry) => (entry.mentions > 0 ? 2 : entry.unread ? 1 : 0);
    return entries
      .filter(({ kind, key }) => kind !== 'person' || recent.includes(key))
      .map((entry, index) => ({ entry, index }))
      .sort((a, b) => waits(b.entry) - waits(a.entry) || place(a.entry) - place(b.entry) || a.index - b.index)
      .slice(0, SHOWN)
      .map(({ entry }) => entry);
  }
  const score = (fit: number, entry: Entry) => fit + RECENT * (1 - place(entry) / REMEMBERED);
  return fuzzysort
    .go(wanted, entries, { keys: ['name', ({ name, within }) => `${within} ${name}`], threshold: FUZZIEST })
    .map(({ obj, score: fit }) => ({ entry: obj, score: score(fit, obj) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}

/** The keys that were used last, with one more. */
export function remember(recent: readonly string[], key: string): string[] {
  return [key, ...recent.filter((one) => one !== key)].slice(0, REMEMBERED);
}
