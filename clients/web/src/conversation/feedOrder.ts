/** Posts as they are shown, and how many have come or moved above them meanwhile. */
export interface FeedOrder {
  /** Newest first. */
  ids: string[];
  news: number;
}

/**
 * Keeps the order of a feed that somebody reads: nothing comes in above what is in view, older posts are added below, and
 * what has gone is left out.
 *
 * @param live the posts as they are now, newest first.
 * @param shown the order that is in view.
 */
export function holdOrder(live: readonly string[], shown: readonly string[]): FeedOrder {
  const places = new Map(live.map((id, index) => [id, index]));
  const kept = shown.filter((id) => places.has(id));
  const lowest = kept.reduce((last, id) => Math.max(last, places.get(id)!), -1);
  const held = new Set(kept);
  const below = live.slice(lowest + 1).filter((id) => !held.has(id));
  const first = kept[0];
  return { ids: [...kept, ...below], news: first === undefined ? 0 : places.get(first)! };
}
