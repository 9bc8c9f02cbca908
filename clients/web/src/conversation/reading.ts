import { compareIds, NOTHING_READ } from '@cozy/protocol';
import { type Accessor, createEffect, createSignal, on, untrack } from 'solid-js';
import { useInstance } from '../app/context.ts';

const later = (a: string | undefined, b: string) => (a && compareIds(a, b) > 0 ? a : b);

interface ReadingOptions {
  channelId: Accessor<string>;
  /** A thread of the channel, which has a marker of its own and no line. */
  threadId: Accessor<string | undefined>;
  /** The newest message is in view. */
  atEnd: Accessor<boolean>;
  /** The person looks at the window. */
  focused: Accessor<boolean>;
}

/**
 * Follows what a person has read of an open channel: marks it when the newest message is in view of a focused window,
 * and holds the line where reading was left, until the channel is left.
 *
 * @returns the last message that had been read; the unread line stands after it.
 */
export function createReading(options: ReadingOptions) {
  const instance = useInstance();
  const { readStates, messages } = instance.stores;
  const read = () => (options.threadId() ? null : (readStates.lastRead(options.channelId()) ?? null));
  const epoch = () => readStates.epoch(options.channelId()) ?? NOTHING_READ;
  const [line, setLine] = createSignal<string | null>(untrack(read));
  // Set back on this or another device: it stays unread until the person comes to the channel anew.
  const came = untrack(epoch);
  const held = () => epoch() !== came;
  const newest = () => {
    const window = messages.windows[options.threadId() ?? options.channelId()];
    if (!window?.atEnd || !window.fresh) return undefined;
    // The last one of a feed that is sorted by activity may be old.
    return window.sort ? window.ids.reduce<string | undefined>(later, undefined) : window.ids.at(-1);
  };

  // What arrives while the person looks away is new to them when they come back.
  createEffect(
    on(
      options.focused,
      (focused) => {
        if (!focused && read() === newest()) setLine(read());
      },
      { defer: true },
    ),
  );

  createEffect(on(epoch, () => setLine(read()), { defer: true }));

  createEffect(() => {
    const channelId = options.channelId();
    const threadId = options.threadId();
    const message = newest();
    if (!message || held() || !options.atEnd() || !options.focused()) return;
    if (threadId) {
      instance.threads.mark(channelId, threadId, message);
      return;
    }
    const last = read();
    untrack(() => {
      // The newest may be older than the marker: what was read last was deleted.
      const isRead = last !== null && compareIds(message, last) <= 0;
      if (isRead && readStates.mentionCount(channelId) === 0) return;
      readStates.advance(channelId, message);
      instance.readMarker.mark(channelId, message);
    });
  });

  return line;
}
