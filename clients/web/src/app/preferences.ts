import { createEffect } from 'solid-js';
import { createStore, type SetStoreFunction } from 'solid-js/store';

/** How this device likes things; nothing of it is known to a server. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  density: 'cozy' | 'compact';
  showMembers: boolean;
  /** Width of the channel list and of the side panel, in pixels. */
  channelsWidth: number;
  panelWidth: number;
  /** Whether what is found behind links is shown under messages. */
  linkPreviews: boolean;
  /** Folded categories. */
  collapsed: string[];
  /** The channel that was open last, by community. */
  lastChannel: Record<string, string>;
  /** Emoji that were used last, newest first. */
  recentEmoji: string[];
  /** How feeds are sorted, by channel; by age when nothing is said. */
  feedSort: Record<string, 'new' | 'active'>;
  /** Whether this device tells of messages by its notifications, and by a sound. */
  desktopNotifications: boolean;
  sound: boolean;
  /** Entries of the switcher that were used last, by key, newest first. */
  recentEntries: string[];
}

const DEFAULTS: Preferences = {
  theme: 'system',
  density: 'cozy',
  showMembers: true,
  channelsWidth: 248,
  panelWidth: 264,
  linkPreviews: true,
  collapsed: [],
  lastChannel: {},
  feedSort: {},
  desktopNotifications: false,
  sound: false,
  recentEmoji: ['👍', '❤️', '😂', '🎉', '👀', '✅'],
  recentEntries: [],
};

const KEY = 'cozy.preferences';

function load(): Preferences {
  const text = localStorage.getItem(KEY);
  try {
    return { ...DEFAULTS, ...(text ? (JSON.parse(text) as Partial<Preferences>) : {}) };
  } catch (error) {
    console.warn('The stored preferences could not be read; the usual ones are used.', error);
    return { ...DEFAULTS };
  }
}

/** The device's preferences, kept over reloads and shown on the root element for the style sheets. */
export function createPreferences(): [Preferences, SetStoreFunction<Preferences>] {
  const [preferences, setPreferences] = createStore(load());
  createEffect(() => localStorage.setItem(KEY, JSON.stringify(preferences)));
  createEffect(() => {
    const root = document.documentElement;
    if (preferences.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = preferences.theme;
    root.dataset.density = preferences.density;
  });
  return [preferences, setPreferences];
}
