import { createEffect } from 'solid-js';
import type { App } from './context.ts';
import { totalUnread } from './unread.ts';

/** Marks the tab's icon while something waits to be read, and the installed app's icon with the number of mentions. */
export function createFavicon(app: App): void {
  createEffect(() => {
    const { unread, mentions } = totalUnread(app.instances());
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const file = mentions > 0 ? 'favicon-mention.svg' : unread ? 'favicon-unread.svg' : 'favicon.svg';
    if (link && link.getAttribute('href') !== `/${file}`) link.href = `/${file}`;
    if (!('setAppBadge' in navigator)) return;
    const badge = mentions > 0 ? navigator.setAppBadge(mentions) : navigator.clearAppBadge();
    badge.catch((error: unknown) => console.debug('The app has no badge here.', error));
  });
}
