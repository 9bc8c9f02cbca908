import { type Accessor, createSignal } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';

/** Pixels from the end at which the next page is loaded, and from the top within which new posts come in by themselves. */
const LOAD_WITHIN = 1200;
const TOP_WITHIN = 40;

/** Where a feed is scrolled to; `FeedList` tells it. */
export interface FeedScroll {
  /** Whether the newest posts are in view. */
  atTop: Accessor<boolean>;
  /** Goes to the newest posts. */
  toTop: () => void;
  /** To be called with the element that scrolls, and with its list of rows. */
  watch: (scroller: HTMLElement) => void;
  setHandle: (handle: VirtualizerHandle | undefined) => void;
  /** To be called when the list was scrolled. */
  onScroll: (offset: number) => void;
}

/**
 * Follows where a feed is scrolled to.
 *
 * @param loads whether a page may be loaded now.
 * @param older loads the next page; called near the end, maybe often.
 */
export function createFeedScroll(loads: () => boolean, older: () => void): FeedScroll {
  const [atTop, setAtTop] = createSignal(true);
  let handle: VirtualizerHandle | undefined;
  let scroller: HTMLElement | undefined;
  return {
    atTop,
    toTop: () => {
      scroller?.scrollTo({ top: 0 });
      setAtTop(true);
    },
    watch: (element) => {
      scroller = element;
    },
    setHandle: (list) => {
      handle = list;
    },
    onScroll: (offset) => {
      setAtTop(offset < TOP_WITHIN);
      if (!handle || !loads()) return;
      if (handle.scrollSize - offset - handle.viewportSize < LOAD_WITHIN) older();
    },
  };
}
