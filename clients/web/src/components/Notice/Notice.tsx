import { type JSX, Show } from 'solid-js';
import './Notice.css';

/** A sentence beside what it is about; `danger` for failures, which are announced at once. There while there is text. */
export function Notice(props: { look?: 'plain' | 'danger'; children: JSX.Element }) {
  return (
    <Show when={props.children}>
      <p
        class="notice"
        data-look={props.look === 'danger' ? 'danger' : undefined}
        role={props.look === 'danger' ? 'alert' : 'status'}
      >
        {props.children}
      </p>
    </Show>
  );
}
