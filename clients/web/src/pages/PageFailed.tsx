import { onMount } from 'solid-js';
import { Button } from '../components/Button/Button.tsx';
import './Missing.css';

/** Stands for a page that has failed; what was typed and sent is kept elsewhere. */
export function PageFailed(props: { error: unknown; reset: () => void }) {
  onMount(() => console.error(props.error));
  return (
    <main class="missing" role="alert">
      <h1>This page has failed</h1>
      <p>Your drafts and unsent messages are kept. Try again, and reload the page if that does not help.</p>
      <Button look="primary" onClick={() => props.reset()}>
        Try again
      </Button>
    </main>
  );
}
