import { type Accessor, batch, createEffect, createMemo, createSignal } from 'solid-js';
import type { Callable } from '../Interactions/callable.ts';
import type { SlashKeys } from '../Interactions/SlashList.tsx';

/** A command that is being typed; a text of several lines or with another slash is none. */
const SLASH = /^\/([^/\n]{0,66})$/;

interface CallingOptions {
  /** What stands in the composer. */
  text: Accessor<string>;
  /** Empties it. */
  clear: () => void;
  focus: () => void;
}

/** The command that is called from a composer: what is typed of its name, and which one was chosen. */
export function createCalling(options: CallingOptions) {
  const [keys, setKeys] = createSignal<SlashKeys>();
  const [called, setCalled] = createSignal<Callable>();
  const [plain, setPlain] = createSignal(false);
  const query = createMemo(() => (plain() || called() ? undefined : SLASH.exec(options.text())?.[1]));
  createEffect(() => {
    if (query() === undefined) setKeys(undefined);
  });
  createEffect(() => {
    if (!options.text().startsWith('/')) setPlain(false);
  });
  return {
    /** What is typed after the slash; undefined when no command is being typed. */
    query,
    /** The command whose arguments are asked for. */
    called,
    /** Id of the option that Enter takes. */
    picked: () => keys()?.picked(),
    onKey: (event: KeyboardEvent) => keys()?.onKey(event) ?? false,
    setKeys,
    /** Leaves the text as it is: it is meant as a message. */
    dismiss: () => setPlain(true),
    pick: (callable: Callable) =>
      batch(() => {
        options.clear();
        setCalled(callable);
      }),
    forget: () => setCalled(undefined),
    end: () => {
      setCalled(undefined);
      queueMicrotask(options.focus);
    },
  };
}
