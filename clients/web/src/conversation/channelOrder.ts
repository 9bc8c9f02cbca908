import type { Channel } from '@cozy/protocol';
import { groupChannels } from './channels.ts';

/** Where a channel goes: its category, and what it stands before; null is the end. */
export interface ChannelPlace {
  parent_id: string | null;
  before: string | null;
}

/** Every channel and category in the order in which a list of one line for each shows them. */
export function channelLines(channels: readonly Channel[]): Channel[] {
  return groupChannels(channels).flatMap(({ category, channels: inside }) =>
    category ? [category, ...inside] : inside,
  );
}

/**
 * Where something goes that is dropped on another line: it takes that line's place, and what it has passed moves on. A
 * channel belongs to the category above it; a category takes its channels along.
 *
 * @param lines as `channelLines` gives them.
 * @param overId the line on which it is dropped.
 * @returns null when nothing changes.
 */
export function placeOf(lines: readonly Channel[], movedId: string, overId: string): ChannelPlace | null {
  const moved = lines.find(({ id }) => id === movedId);
  const over = lines.find(({ id }) => id === overId);
  if (!moved || !over || moved === over) return null;
  const isCategory = ({ type }: Channel) => type === 'category';
  if (isCategory(moved)) {
    const categories = lines.filter(isCategory);
    const target = isCategory(over) ? over : (categories.find(({ id }) => id === over.parent_id) ?? categories[0]!);
    if (target === moved) return null;
    const order = reordered(categories, moved, target);
    return { parent_id: null, before: order[order.indexOf(moved) + 1]?.id ?? null };
  }
  const order = reordered(lines, moved, over);
  const at = order.indexOf(moved);
  const next = order[at + 1];
  return {
    parent_id: order.slice(0, at).findLast(isCategory)?.id ?? null,
    before: next && !isCategory(next) ? next.id : null,
  };
}

/**
 * The channels that change when one is put into a place, as `channel.move` does it: all that stand there are numbered.
 *
 * @param place of the moved one, as `placeOf` gives it.
 */
export function placed(channels: readonly Channel[], movedId: string, { parent_id, before }: ChannelPlace): Channel[] {
  const moved = channels.find(({ id }) => id === movedId);
  if (!moved) return [];
  const isCategory = ({ type }: Channel) => type === 'category';
  const siblings = groupChannels(channels)
    .flatMap(({ category, channels: inside }) => (isCategory(moved) ? (category ? [category] : []) : inside))
    .filter((one) => one.id !== movedId && (isCategory(moved) || one.parent_id === parent_id));
  const at = before === null ? siblings.length : siblings.findIndex(({ id }) => id === before);
  return siblings.toSpliced(at, 0, moved).map((channel, position) => ({
    ...channel,
    position,
    parent_id: channel === moved ? parent_id : channel.parent_id,
  }));
}

/**
 * The line on which something is dropped when it moves one place up or down by the keyboard.
 *
 * @returns undefined at the end of the list.
 */
export function neighbour(lines: readonly Channel[], movedId: string, by: 1 | -1): string | undefined {
  const moved = lines.find(({ id }) => id === movedId);
  const among = moved?.type === 'category' ? lines.filter(({ type }) => type === 'category') : lines;
  return among[among.findIndex(({ id }) => id === movedId) + by]?.id;
}

/** The list with one of it in the place of another. */
export function reordered<T>(list: readonly T[], moved: T, over: T): T[] {
  const to = list.indexOf(over);
  const rest = list.filter((one) => one !== moved);
  return rest.toSpliced(to, 0, moved);
}
