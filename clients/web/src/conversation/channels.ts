import { type Channel, compareIds, holdsMessages } from '@cozy/protocol';

/** A category with its channels; `category` is null for those that stand on their own, which come first. */
export interface ChannelGroup {
  category: Channel | null;
  channels: Channel[];
}

const byPosition = (a: Channel, b: Channel) => a.position - b.position || compareIds(a.id, b.id);

/** Lays channels out as the list shows them. Channels whose category is not visible stand on their own. */
export function groupChannels(channels: readonly Channel[]): ChannelGroup[] {
  const categories = channels.filter(({ type }) => type === 'category').sort(byPosition);
  const known = new Set(categories.map(({ id }) => id));
  const inside = (parent: string | null) =>
    channels
      .filter(
        ({ type, parent_id }) => type !== 'category' && (known.has(parent_id ?? '') ? parent_id : null) === parent,
      )
      .sort(byPosition);
  const alone = inside(null);
  const groups: ChannelGroup[] = categories.map((category) => ({ category, channels: inside(category.id) }));
  return alone.length > 0 ? [{ category: null, channels: alone }, ...groups] : groups;
}

/** The channels that hold messages, in the order of the list. */
export function textChannels(channels: readonly Channel[]): Channel[] {
  return groupChannels(channels).flatMap((group) => group.channels.filter(({ type }) => holdsMessages(type)));
}
