import type { PushNotice } from '@cozy/protocol';
import { OPEN, type OpenMessage } from './messages.ts';

/** Shows what the instance pushes, each message once, and leads to it on a click. */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const notice = event.data?.json() as PushNotice | undefined;
    if (notice) event.waitUntil(show(worker, notice));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { path } = event.notification.data as Pick<PushNotice, 'path'>;
    event.waitUntil(open(worker, path));
  });
}

function show(worker: ServiceWorkerGlobalScope, { title, body, path, tag }: PushNotice): Promise<void> {
  return worker.registration.showNotification(title, { body, tag, icon: '/favicon.svg', data: { path } });
}

async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!page) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ kind: OPEN, path } satisfies OpenMessage);
  await page.focus();
}
