import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { TAKE_OVER } from './messages.ts';

/** The files of this build; written by the build itself. */
declare const __SHELL__: PrecacheEntry[];

/** Addresses that are the server's own, as rest/src/client/serveClient.ts has them. */
const NOT_PAGES = /^\/(api|gateway|health|metrics|\.well-known)(\/|$)/;

/**
 * Keeps the client's own files, so that it opens without a network. A page and its files are always of one build: a new
 * worker waits until no page of the old build is open, or until a page asks it to take over.
 */
export function keepShell(worker: ServiceWorkerGlobalScope): void {
  cleanupOutdatedCaches();
  precacheAndRoute(__SHELL__);
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [NOT_PAGES] }));
  worker.addEventListener('message', ({ data }) => {
    if (data === TAKE_OVER) void worker.skipWaiting();
  });
}
