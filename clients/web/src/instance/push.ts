import { CozyError } from '@cozy/protocol';
import type { Instance } from './instance.ts';
import { PUSHED_KEY } from './pushed.ts';

/** Whether this browser can be told of messages while Cozy is closed. */
export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window;
}

/** Whether this device is told of messages of the log-in that it has. @throws CozyError when the server cannot say. */
export async function isPushed(instance: Instance): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!(await registration?.pushManager.getSubscription())) return false;
  const { devices } = await instance.commands.push.list({});
  return devices.some(({ current }) => current);
}

/**
 * Has this device told of messages.
 *
 * @throws CozyError of the server; UNAVAILABLE when the browser's push service cannot be reached.
 */
export async function startPush(instance: Instance): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) throw unavailable('This browser does not keep Cozy on the device, as in a private window.');
  const described = (await (await fetch(`${instance.origin}/.well-known/cozy`)).json()) as { push: { key: string } };
  // An earlier one may be bound to another key.
  await forgetPush();
  const subscription = await registration.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: described.push.key })
    .catch((cause: unknown) => {
      throw unavailable("The browser's push service cannot be reached.", cause);
    });
  const { endpoint, keys } = subscription.toJSON();
  try {
    await instance.commands.push.subscribe({
      endpoint: endpoint ?? '',
      keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' },
    });
    localStorage.setItem(PUSHED_KEY, instance.origin);
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
}

/** Ends that. @throws CozyError when the server could not be told; the device is told nothing all the same. */
export async function stopPush(instance: Instance): Promise<void> {
  await forgetPush();
  await instance.commands.push.unsubscribe({});
}

/** Ends it on the device alone, as when its log-in has ended. */
export async function forgetPush(): Promise<void> {
  localStorage.removeItem(PUSHED_KEY);
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

const unavailable = (message: string, cause?: unknown) => new CozyError('UNAVAILABLE', { message, cause });
