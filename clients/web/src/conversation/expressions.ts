import { type CommunitySnapshot, type CustomEmoji, customReaction, EMOJI_IN_TEXT } from '@cozy/protocol';
import { createEffect } from 'solid-js';
import type { Expressions } from '../instance/expressions.ts';
import type { Instance } from '../instance/instance.ts';

/** Asks for emoji and stickers whenever they are not known as they are now, as long as a part of the page needs them. */
export function wantExpressions(instance: Instance): void {
  const { expressions } = instance.stores;
  createEffect(() => {
    instance.readyCount();
    if (!expressions.stale() || instance.connectionState() !== 'ready') return;
    expressions
      .load(() => instance.commands.expression.list({}))
      .catch((error: unknown) => {
        console.debug('Emoji and stickers could not be asked for.', error);
      });
  });
}

/**
 * The emoji that can be written in a community: its own, then those of others. Of one name the first counts.
 *
 * @param order ids of communities, the one that is written in first.
 */
export function writtenEmojis({ byCommunity }: Expressions, order: readonly string[]): CustomEmoji[] {
  const byName = new Map<string, CustomEmoji>();
  for (const id of order) {
    for (const emoji of byCommunity[id]?.emojis ?? []) {
      const name = emoji.name.toLowerCase();
      if (!byName.has(name)) byName.set(name, emoji);
    }
  }
  return [...byName.values()];
}

/** Ids of communities, the one that is written in first. */
export function emojiOrder(community: CommunitySnapshot, all: readonly CommunitySnapshot[]): string[] {
  return [community.id, ...all.map(({ id }) => id).filter((id) => id !== community.id)];
}

/** The emoji of communities, as they are offered in the picker. @param ids of the communities, in their order. */
export function emojiGroups({ stores: { expressions, communities } }: Instance, ids: readonly string[]) {
  return ids.flatMap((id) => {
    const emojis = expressions.byCommunity[id]?.emojis ?? [];
    return emojis.length > 0 ? [{ community: communities.byId[id]?.name ?? '', emojis }] : [];
  });
}

/** Turns `:name:` into `<:name:id>`, as the wire has it. */
export function encodeEmojis(text: string, emojis: readonly CustomEmoji[]): string {
  if (emojis.length === 0 || !text.includes(':')) return text;
  const byName = new Map(emojis.map((emoji) => [emoji.name.toLowerCase(), emoji]));
  return text.replace(/(<a?)?:([A-Za-z0-9_]{2,32}):(?!\d{17,20}>)/g, (whole, isMark: string, name: string) => {
    const emoji = isMark ? undefined : byName.get(name.toLowerCase());
    return emoji ? `<:${emoji.name}:${emoji.id}>` : whole;
  });
}

/** Turns `<:name:id>` back into `:name:` where that means the same; others stay. */
export function decodeEmojis(content: string, emojis: readonly CustomEmoji[]): string {
  return content.replace(EMOJI_IN_TEXT, (whole, _name: string, id: string) => {
    const known = emojis.find((emoji) => emoji.id === id);
    return known ? `:${known.name}:` : whole;
  });
}

/** What the composer is given for an emoji that was picked, which for an own one is written as in a reaction. */
export function emojiText(picked: string): string {
  const custom = customReaction(picked);
  return custom ? `<:${custom.name}:${custom.id}> ` : picked;
}
