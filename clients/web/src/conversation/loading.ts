import { CozyError } from '@cozy/protocol';
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { sentence } from '../app/errors.ts';

/** Milliseconds until loading is tried again that the server could not do just now. */
const TRY_AGAIN = 2000;

interface LoadingOptions {
  /** Nothing of what is shown was missed. */
  fresh: Accessor<boolean>;
  /** Events come in full, so that what is loaded stays fresh. */
  live: Accessor<boolean>;
  /** Loads what is in view anew. */
  reload: () => Promise<void>;
}

/** Loads a list of messages, and what is in view of it again whenever something may have been missed. */
export function createLoading({ fresh, live, reload }: LoadingOptions) {
  const [failure, setFailure] = createSignal<string>();
  let again: ReturnType<typeof setTimeout> | undefined;
  let refreshing = false;
  onCleanup(() => clearTimeout(again));

  const load = async (act: () => Promise<void>) => {
    try {
      await act();
      setFailure(undefined);
      return true;
    } catch (error) {
      setFailure(sentence(error));
      if (error instanceof CozyError && error.retryable && !fresh()) {
        clearTimeout(again);
        again = setTimeout(() => void refresh(), (error.retryAfter ?? 0) * 1000 || TRY_AGAIN);
      }
      return false;
    }
  };
  const refresh = async () => {
    if (refreshing || fresh() || !live()) return;
    refreshing = true;
    const done = await load(reload);
    refreshing = false;
    // Something was missed again while the page was on its way.
    if (done) void refresh();
  };
  createEffect(on([fresh, live], () => void refresh()));

  return {
    /** Why the last page did not come, as a sentence; undefined when it did. */
    failure,
    /** Loads a page. @returns whether it came. */
    load,
  };
}
