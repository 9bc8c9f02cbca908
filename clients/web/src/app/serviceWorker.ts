import { createSignal } from 'solid-js';
import { TAKE_OVER } from '../serviceWorker/messages.ts';

const [waiting, setWaiting] = createSignal<ServiceWorker | null>(null);

/** Whether another build is on the device, which a reload would open. */
export const isOutdated = (): boolean => waiting() !== null;

/** Lets the service worker keep the client on the device. Without one, as in a private window, it needs the network. */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register('/sw.js');
    const look = () => setWaiting(navigator.serviceWorker.controller ? registration.waiting : null);
    look();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  } catch (error) {
    console.warn('The client could not be kept on this device.', error);
  }
}

/** Opens the other build in every tab. */
export function openOtherBuild(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting()?.postMessage(TAKE_OVER);
}
