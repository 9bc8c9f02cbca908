import { Toast, toaster } from '@kobalte/core/toast';
import { X } from 'lucide-solid';
import { Show } from 'solid-js';
import { IconButton } from '../Button/Button.tsx';

/** Milliseconds for which something can be undone. */
export const UNDO_WITHIN = 5000;

/** Says something that has no place on the page. `look` is `danger` for failures. */
export function say(text: string, look: 'plain' | 'danger' = 'plain'): void {
  toaster.show((props) => (
    <Toast toastId={props.toastId} class="toast" data-look={look}>
      <Toast.Title class="toast-text">{text}</Toast.Title>
      <Toast.CloseButton as={IconButton} icon={X} size={16} label="Close" />
    </Toast>
  ));
}

const undoable = new Set<() => void>();
window.addEventListener('pagehide', () => {
  for (const act of undoable) act();
});

/**
 * Does something after 5 seconds in which it can be undone; at once when the page is left.
 *
 * @param text what was done, in the past tense.
 * @param act does it.
 * @param undo shows the state before.
 */
export function sayWithUndo(text: string, act: () => void, undo: () => void): void {
  const finish = () => {
    clearTimeout(timer);
    if (undoable.delete(finish)) act();
  };
  const timer = setTimeout(finish, UNDO_WITHIN);
  undoable.add(finish);
  const takeBack = (toastId: number) => {
    clearTimeout(timer);
    toaster.dismiss(toastId);
    if (undoable.delete(finish)) undo();
  };
  toaster.show((props) => (
    <Toast toastId={props.toastId} class="toast" duration={UNDO_WITHIN}>
      <Toast.Title class="toast-text">{text}</Toast.Title>
      <Show when={undoable.has(finish)}>
        <button type="button" class="toast-undo" onClick={() => takeBack(props.toastId)}>
          Undo
        </button>
      </Show>
    </Toast>
  ));
}
