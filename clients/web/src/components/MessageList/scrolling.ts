import { type Accessor, batch, createEffect, createSignal, on } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';
import type { Row } from '../../conversation/rows.ts';

/** Pixels from the end within which the list counts as being at its end. */
const END_WITHIN = 60;
/** Pixels that stay visible above the line where reading goes on. */
const ABOVE_UNREAD = 64;
/** Milliseconds for which the list may move because the person has moved it. */
const MOVES_FOR = 1000;

/** A message at the top of the view, and how far the view begins below its top, in pixels. */
export interface Anchor {
  id: string;
  offset: number;
}

interface ScrollingOptions {
  rows: Accessor<Row[]>;
  handle: Accessor<VirtualizerHandle | undefined>;
  /** The stretch has been loaded; before that, what is shown may be old. */
  loaded: Accessor<boolean>;
  /** The stretch reaches the newest message. */
  reachesEnd: Accessor<boolean>;
}

/**
 * Keeps the place of a list of messages: first where reading goes on, then the end while that is in view, and otherwise
 * where the person has scrolled to.
 */
export function createScrolling({ rows, handle, loaded, reachesEnd }: ScrollingOptions) {
  const [atEnd, setAtEnd] = createSignal(true);
  /** `early`: at the end of what was known before it was loaded. */
  const [place, setPlace] = createSignal<'none' | 'early' | 'settled'>('none');
  let before = { offset: 0, size: 0 };
  let movedAt = Number.NEGATIVE_INFINITY;

  const toEnd = () => {
    const last = rows().length - 1;
    if (last >= 0) handle()?.scrollToIndex(last, { align: 'end' });
  };

  const toRow = (index: number, offset: number) => {
    setAtEnd(false);
    handle()?.scrollToIndex(index, { align: 'start', offset });
    requestAnimationFrame(measure);
  };

  const measure = () => {
    const list = handle();
    if (!list) return;
    const { scrollSize, scrollOffset, viewportSize } = list;
    const below = scrollSize - scrollOffset - viewportSize;
    if (!reachesEnd()) setAtEnd(false);
    else if (below < END_WITHIN) setAtEnd(true);
    else if (isBack(scrollOffset, scrollSize, viewportSize)) setAtEnd(false);
    before = { offset: scrollOffset, size: scrollSize };
  };

  // Only the person leaves the end. What grows below, or is measured smaller above, moves the list a little as well;
  // but a search in the page, which tells nobody, moves it far.
  const isBack = (offset: number, size: number, viewport: number) => {
    const back = before.offset - offset;
    if (performance.now() - movedAt < MOVES_FOR) return back > 2;
    return back > viewport / 2 && size >= before.size;
  };
  const onMove = () => {
    movedAt = performance.now();
  };

  const find = (all: Row[], isLoaded: boolean) => {
    const settles = isLoaded && place() !== 'settled';
    if (place() === 'none' || settles) setPlace(isLoaded ? 'settled' : 'early');
    if (!atEnd()) return;
    const unread = settles ? all.findIndex(({ kind }) => kind === 'unread') : -1;
    if (unread >= 0) toRow(unread, -ABOVE_UNREAD);
    else toEnd();
  };
  createEffect(
    on([rows, handle, loaded], ([all, list, isLoaded]) => {
      if (!list || all.length === 0) return;
      requestAnimationFrame(() => batch(() => find(all, isLoaded)));
    }),
  );

  return {
    /** The newest message is in view. */
    atEnd,
    /** Whether the list has found its place. */
    settled: () => place() === 'settled',
    /** To be called with the element that scrolls. */
    watch: (scroller: HTMLElement) => {
      for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const) {
        scroller.addEventListener(name, onMove, { passive: true });
      }
    },
    /** To be called when the list was scrolled. */
    onScroll: () => {
      if (place() !== 'none') measure();
    },
    /** To be called when the view or its rows have another size. */
    onResize: () => {
      if (place() !== 'none' && atEnd()) toEnd();
    },
    /** Goes to the newest message, and stays there. */
    toEnd: () => {
      setAtEnd(true);
      toEnd();
    },
    /** Leaves the end, for a place that is yet to be loaded. */
    leaveEnd: () => setAtEnd(false),
    /** Brings a row into the middle. */
    toMiddle: (index: number) => {
      setAtEnd(false);
      handle()?.scrollToIndex(index, { align: 'center' });
    },
    /** What is at the top of the view; undefined while the list is at its end, which is a place that needs no name. */
    anchor: (): Anchor | undefined => {
      const list = handle();
      if (!list || atEnd() || place() === 'none') return undefined;
      const all = rows();
      for (let index = list.findItemIndex(list.scrollOffset); index < all.length; index++) {
        const row = all[index];
        if (row?.kind !== 'message') continue;
        return { id: row.id, offset: list.scrollOffset - list.getItemOffset(index) };
      }
      return undefined;
    },
    /** Goes back to where a message was, once other rows stand around it. */
    restore: ({ id, offset }: Anchor) => {
      const index = rows().findIndex((row) => row.kind === 'message' && row.id === id);
      if (index >= 0) toRow(index, offset);
    },
  };
}
