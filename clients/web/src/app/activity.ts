import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Instance } from '../instance/instance.ts';

/** Milliseconds without any input after which a person counts as away. */
const IDLE_AFTER = 5 * 60_000;

/** Tells the instances when nobody touches the device, and when somebody does again. */
export function watchIdle(instances: Accessor<Instance[]>): void {
  let timer: ReturnType<typeof setTimeout>;
  const tell = (idle: boolean) => {
    for (const instance of instances()) instance.setIdle(idle);
  };
  const active = () => {
    clearTimeout(timer);
    tell(false);
    timer = setTimeout(() => tell(true), IDLE_AFTER);
  };
  const inputs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
  for (const name of inputs) window.addEventListener(name, active, { passive: true });
  active();
  onCleanup(() => {
    clearTimeout(timer);
    for (const name of inputs) window.removeEventListener(name, active);
  });
}

/**
 * Reconnects when the device wakes up or comes back to a network, where the old socket may be dead without knowing; and
 * keeps what was seen when the person looks away, because the page may not live any longer.
 */
export function watchNetwork(instances: Accessor<Instance[]>): void {
  const online = () => {
    for (const instance of instances()) instance.connection.reconnect();
  };
  const visible = () => {
    for (const instance of instances()) {
      if (document.visibilityState !== 'visible') instance.seen.save();
      else if (instance.connection.state === 'waiting') instance.connection.open();
    }
  };
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', visible);
  onCleanup(() => {
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', visible);
  });
}

/** Whether the person is looking at this window. */
export function createFocused(): Accessor<boolean> {
  const [focused, setFocused] = createSignal(document.hasFocus());
  const follow = () => setFocused(document.hasFocus() && document.visibilityState === 'visible');
  window.addEventListener('focus', follow);
  window.addEventListener('blur', follow);
  document.addEventListener('visibilitychange', follow);
  onCleanup(() => {
    window.removeEventListener('focus', follow);
    window.removeEventListener('blur', follow);
    document.removeEventListener('visibilitychange', follow);
  });
  return focused;
}
