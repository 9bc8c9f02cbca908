import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** Follows a media query. */
export function createMedia(query: string): Accessor<boolean> {
  const list = window.matchMedia(query);
  const [matches, setMatches] = createSignal(list.matches);
  const follow = () => setMatches(list.matches);
  list.addEventListener('change', follow);
  onCleanup(() => list.removeEventListener('change', follow));
  return matches;
}

/** Under 760 pixels the app shows one pane at a time (LOOK.md). */
export const createNarrow = () => createMedia('(max-width: 759px)');
