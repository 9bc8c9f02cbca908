import { useLocation } from '@solidjs/router';
import { createEffect, createMemo } from 'solid-js';
import { conversationName } from '../conversation/people.ts';
import type { App } from './context.ts';
import { totalUnread } from './unread.ts';

/** Keeps the document's title: what waits, where the person is, and the app's name. */
export function createTitle(app: App): void {
  const location = useLocation();
  const place = createMemo(() => {
    const [, root, communityId, channelId] = location.pathname.split('/');
    const names: Record<string, string> = {
      login: 'Log in',
      register: 'Register',
      settings: 'Settings',
      direct: 'Friends',
    };
    if (root !== 'c') return names[root ?? ''] ?? '';
    const community = app.current()?.stores.communities.byId[communityId ?? ''];
    if (community?.kind) return conversationName(community);
    const channel = community?.channels.find(({ id }) => id === channelId);
    return [channel && `#${channel.name}`, community?.name].filter(Boolean).join(' · ');
  });
  createEffect(() => {
    const { unread, mentions } = totalUnread(app.instances());
    const mark = mentions > 0 ? `(${mentions}) ` : unread ? '• ' : '';
    document.title = `${mark}${[place(), 'Cozy'].filter(Boolean).join(' · ')}`;
  });
}
