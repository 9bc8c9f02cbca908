import { useLocation, useNavigate } from '@solidjs/router';
import { onCleanup } from 'solid-js';
import { textChannels } from '../conversation/channels.ts';
import { useApp, useInstance } from './context.ts';
import { isWriting } from './keys.ts';
import { channelPath } from './paths.ts';

/** Makes the keys work that work everywhere, as keys.ts lists them. */
export function createShortcuts(): void {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const location = useLocation();

  const move = (by: 1 | -1, unread: boolean) => {
    const [, root, communityId = '', channelId] = location.pathname.split('/');
    const community = instance.stores.communities.byId[communityId];
    if (root !== 'c' || !community) return;
    const channels = textChannels(community.channels);
    const index = channels.findIndex(({ id }) => id === channelId);
    const { readStates } = instance.stores;
    const next = channels
      .map((_, i) => channels[(index + by * (i + 1) + channels.length * 2) % channels.length]!)
      .find((channel) => !unread || readStates.isUnread(channel, community.member.joined_at));
    if (next) navigate(channelPath(communityId, next.id));
  };

  const onKey = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      app.ask(app.dialog()?.kind === 'switcher' ? undefined : { kind: 'switcher' });
    } else if (event.altKey && !control && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      move(event.key === 'ArrowUp' ? -1 : 1, event.shiftKey);
    } else if (event.key === '?' && !control && !event.altKey && !isWriting(event.target) && !app.dialog()) {
      event.preventDefault();
      app.ask({ kind: 'shortcuts' });
    }
  };
  window.addEventListener('keydown', onKey);
  onCleanup(() => window.removeEventListener('keydown', onKey));
}
