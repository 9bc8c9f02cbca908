import { createEffect, createSignal, on } from 'solid-js';
import { sentence } from '../../app/errors.ts';

/** Entries of one page. */
export const PAGE = 50;

/**
 * A list that is loaded a page at a time, and anew when what it depends on changes.
 *
 * @param key of what it depends on, as text.
 * @param load gives the page after an entry, or the first one.
 */
export function createPages<T>(key: () => string, load: (last: T | undefined) => Promise<readonly T[]>) {
  const [items, setItems] = createSignal<readonly T[]>();
  const [failure, setFailure] = createSignal<string>();
  const [hasMore, setHasMore] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  let turn = 0;

  const fetch = async (known: readonly T[]) => {
    const own = ++turn;
    setBusy(true);
    setFailure(undefined);
    try {
      const page = await load(known.at(-1));
      if (own !== turn) return;
      setItems([...known, ...page]);
      setHasMore(page.length === PAGE);
    } catch (error) {
      if (own === turn) setFailure(sentence(error));
    } finally {
      if (own === turn) setBusy(false);
    }
  };
  createEffect(on(key, () => void fetch([])));
  return {
    /** What is loaded; undefined until the first page has come. */
    items,
    setItems,
    failure,
    hasMore,
    busy,
    /** Loads the next page. */
    more: () => fetch(items() ?? []),
  };
}
