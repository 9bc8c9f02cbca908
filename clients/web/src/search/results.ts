import type { CommandInput, Commands, SearchHit } from '@cozy/protocol';
import { createSignal, onCleanup } from 'solid-js';
import { sentence } from '../app/errors.ts';

type Wanted = Omit<CommandInput<'message.search'>, 'cursor' | 'utc_offset'>;

/** Milliseconds without a key press after which the search begins. */
const PAUSE = 300;

/** What was found for the last thing that was looked for, page after page. */
export function createResults(commands: Commands) {
  const [hits, setHits] = createSignal<SearchHit[]>();
  const [next, setNext] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  let wanted: Wanted | undefined;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  const ask = async (cursor?: string) => {
    if (!wanted) return;
    asked += 1;
    const mine = asked;
    setBusy(true);
    setFailure(undefined);
    const utc_offset = -new Date().getTimezoneOffset();
    try {
      const page = await commands.message.search({ ...wanted, utc_offset, ...(cursor && { cursor }) });
      // What is looked for now is something else.
      if (mine !== asked) return;
      setHits((known) => (cursor ? [...(known ?? []), ...page.hits] : page.hits));
      setNext(page.next);
    } catch (error) {
      if (mine === asked) setFailure(sentence(error));
    }
    if (mine === asked) setBusy(false);
  };
  const forget = () => {
    asked += 1;
    clearTimeout(timer);
    wanted = undefined;
    setBusy(false);
    setFailure(undefined);
    setHits(undefined);
    setNext(null);
  };

  return {
    /** Undefined before anything was found or not. */
    hits,
    busy,
    failure,
    /** Whether there may be more. */
    hasMore: () => next() !== null,
    /** Looks for something, once there is a pause; at once when `now`. Nothing is looked for without a text. */
    search: (what: Wanted, now = false) => {
      if (what.query.trim() === '') return forget();
      wanted = what;
      clearTimeout(timer);
      if (now) void ask();
      else timer = setTimeout(() => void ask(), PAUSE);
    },
    more: () => void ask(next() ?? undefined),
    retry: () => void ask(),
  };
}
