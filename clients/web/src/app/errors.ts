import { CozyError } from '@cozy/protocol';
import { createSignal } from 'solid-js';

/** A sentence about a failure, for people. */
export function sentence(error: unknown): string {
  if (error instanceof CozyError) {
    const fields = Object.values(error.errors ?? {});
    if (error.code === 'RATE_LIMITED' && error.retryAfter !== undefined) {
      return `That was too fast. Try again in ${Math.max(1, Math.ceil(error.retryAfter))} s.`;
    }
    return fields.length > 0 ? fields.join(' ') : error.message;
  }
  console.error(error);
  return 'Something went wrong in this page. Reload it and try again.';
}

/** The state of one thing that the person does: whether it is on its way, and how it failed. */
export function createAction() {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  return {
    busy,
    /** A sentence, unless the failure belongs to a field. */
    message: () => {
      const failure = error();
      if (failure === undefined) return undefined;
      if (failure instanceof CozyError && failure.errors && Object.keys(failure.errors).length > 0) return undefined;
      return sentence(failure);
    },
    /** What is wrong with one field of the input. */
    field: (name: string) => {
      const failure = error();
      return failure instanceof CozyError ? failure.errors?.[`/${name}`] : undefined;
    },
    /** The failure's code. */
    code: () => {
      const failure = error();
      return failure instanceof CozyError ? failure.code : undefined;
    },
    /** Does it; gives whether it worked. Does nothing while it is on its way. */
    run: async (act: () => Promise<unknown>): Promise<boolean> => {
      if (busy()) return false;
      setBusy(true);
      setError(undefined);
      try {
        await act();
        return true;
      } catch (failure) {
        setError(failure ?? new Error('Unknown failure'));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
