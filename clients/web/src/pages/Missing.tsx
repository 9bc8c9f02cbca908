import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { Button } from '../components/Button/Button.tsx';
import './Missing.css';

/** Says that a community or channel is not there for this person. */
export function Missing(props: { what: 'community' | 'channel'; back?: () => void }) {
  return (
    <main class="missing">
      <h1>This {props.what} is not here</h1>
      <p>It was deleted, or you may not see it. Someone who is in it can tell you more.</p>
      <Show
        when={props.back}
        fallback={
          <A class="button" data-look="secondary" href="/">
            Go home
          </A>
        }
      >
        <Button onClick={() => props.back?.()}>Show the channels</Button>
      </Show>
    </main>
  );
}
