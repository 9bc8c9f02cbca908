import type { CustomEmoji } from '@cozy/protocol';
import { type Accessor, createEffect, createMemo, createSignal } from 'solid-js';
import type { Mentionable } from '../../conversation/mentions.ts';
import type { EmojiEntry, findEmoji } from '../EmojiPicker/emoji.ts';

/** How many are offered. */
const OFFERED = 8;

/**
 * The emoji that fit what was typed after a colon: those of communities first, then Unicode's, whose names come when they
 * are needed first.
 *
 * @param query undefined while no emoji is being typed.
 */
export function createEmojiMatches(
  query: Accessor<string | undefined>,
  own: Accessor<readonly CustomEmoji[]>,
): Accessor<Mentionable[]> {
  const [find, setFind] = createSignal<typeof findEmoji>();
  createEffect(() => {
    if (query() !== undefined && !find()) {
      void import('../EmojiPicker/emoji.ts').then((loaded) => setFind(() => loaded.findEmoji));
    }
  });
  return createMemo(() => {
    const wanted = query()?.toLowerCase();
    if (wanted === undefined) return [];
    const named = own().filter(({ name }) => name.toLowerCase().includes(wanted));
    const begins = ({ name }: CustomEmoji) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
    const ofCommunities = named
      .sort((a, b) => begins(a) - begins(b) || a.name.localeCompare(b.name))
      .map(({ id, name }) => ({ kind: 'emoji' as const, id, username: '', name: `:${name}:` }));
    // Those that are called so before those that are only about it.
    const called = ({ name }: EmojiEntry) => (name.split(' ').some((word) => word.startsWith(wanted)) ? 0 : 1);
    const unicode = (find()?.(wanted.replaceAll('_', ' ')) ?? [])
      .sort((a, b) => called(a) - called(b))
      .map(({ emoji, name }) => ({ kind: 'emoji' as const, id: emoji, username: '', name }));
    return [...ofCommunities, ...unicode].slice(0, OFFERED);
  });
}

/** What an offered emoji puts into the text: its name between colons, or the character itself. */
export function emojiInsertion({ id, name }: Mentionable): string {
  return isOfCommunity(id) ? name : id;
}

/** An offered emoji as a reaction has it. */
export function emojiMark({ id, name }: Mentionable): string {
  return isOfCommunity(id) ? `${name.slice(1, -1)}:${id}` : id;
}

const isOfCommunity = (id: string) => /^\d{17,20}$/.test(id);
