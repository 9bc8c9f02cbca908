import { createEffect, createSignal, onCleanup } from 'solid-js';
import { useApp } from '../app/context.ts';

/**
 * The search beside a conversation, and the key that opens it. Ctrl-F would find only what is in the page, a small part of
 * a channel; pressed in the search it is the browser's own.
 *
 * @param isPossible whether there is a conversation to search beside.
 */
export function createSearchPane(isPossible: () => boolean) {
  const app = useApp();
  const [isOpen, setOpen] = createSignal(false);
  const [asked, setAsked] = createSignal({ query: '' });
  let focus: (() => void) | undefined;
  let before: Element | null = null;

  const open = () => {
    before = document.activeElement;
    setOpen(true);
  };
  const close = () => {
    if (!isOpen()) return;
    setOpen(false);
    focus = undefined;
    // Back to where the person was, if that is still there.
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  // Asked for from elsewhere, as by the switcher.
  createEffect(() => {
    const query = app.searched();
    if (query === undefined || !isPossible()) return;
    app.search(undefined);
    setAsked({ query });
    if (!isOpen()) open();
  });
  const onKey = (event: KeyboardEvent) => {
    const control = event.ctrlKey !== event.metaKey;
    if (!control || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'f' || !isPossible()) return;
    if (document.activeElement?.closest('.search')) return;
    event.preventDefault();
    if (isOpen()) focus?.();
    else open();
  };
  window.addEventListener('keydown', onKey);
  onCleanup(() => window.removeEventListener('keydown', onKey));

  return {
    isOpen,
    /** What to search for; another object each time that is asked for. */
    asked,
    close,
    toggle: () => (isOpen() ? close() : open()),
    /** Receives what puts the cursor into the field. */
    take: (focusField: () => void) => {
      focus = focusField;
    },
  };
}
