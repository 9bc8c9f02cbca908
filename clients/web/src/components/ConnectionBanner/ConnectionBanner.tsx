import { RefreshCw, WifiOff } from 'lucide-solid';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { Icon } from '../Icon/Icon.tsx';
import './ConnectionBanner.css';

/** Milliseconds without a connection before it is said; most interruptions are shorter. */
const QUIET = 1000;

/** Says that there is no connection, what is being done about it, and lets the person try at once. */
export function ConnectionBanner() {
  const instance = useInstance();
  const [shown, setShown] = createSignal(false);
  const [now, setNow] = createSignal(Date.now());
  const connected = () => instance.connectionState() === 'ready';

  createEffect(() => {
    if (connected()) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), QUIET);
    const clock = setInterval(() => setNow(Date.now()), 500);
    onCleanup(() => {
      clearTimeout(timer);
      clearInterval(clock);
    });
  });

  const waiting = () => instance.outbox.pending.filter(({ state }) => state !== 'failed').length;
  const seconds = () => Math.max(0, Math.ceil(((instance.nextTry() ?? 0) - now()) / 1000));
  const text = () => {
    if (instance.refusal()) return `The server refuses the connection: ${instance.refusal()}.`;
    if (instance.nextTry() === null) return 'Connecting…';
    return seconds() > 0 ? `No connection. Trying again in ${seconds()} s.` : 'No connection. Trying again…';
  };
  const trying = () => instance.nextTry() === null && !instance.refusal();
  const kept = () => (waiting() === 1 ? ' Your message is kept.' : waiting() > 1 ? ' Your messages are kept.' : '');

  return (
    <div role="status" class="banner-region">
      <Show when={shown()}>
        <div class="banner">
          <Icon of={trying() ? RefreshCw : WifiOff} />
          <span>
            {text()}
            {kept()}
          </span>
          <Show when={instance.nextTry() !== null || instance.refusal()}>
            <button type="button" class="banner-try" onClick={() => instance.connection.open()}>
              Try now
            </button>
          </Show>
        </div>
      </Show>
    </div>
  );
}
