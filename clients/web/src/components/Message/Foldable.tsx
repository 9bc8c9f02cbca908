import { createSignal, type JSX, Show } from 'solid-js';
import './Foldable.css';

/** A message that is a quiet line while it is folded, because its author is blocked, until the reader wants to see it. */
export function Foldable(props: { folded: boolean; children: JSX.Element }) {
  const [shown, setShown] = createSignal(false);
  return (
    <Show
      when={!props.folded || shown()}
      fallback={
        <button type="button" class="folded" onClick={() => setShown(true)}>
          1 blocked message <span>Show</span>
        </button>
      }
    >
      {props.children}
    </Show>
  );
}
