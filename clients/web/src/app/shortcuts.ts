import { useLocation, useNavigate } from '@solidjs/router';
import { onCleanup } from 'solid-js';
import { textChannels } from '../conversation/channels.ts';
import { useApp, useInstance } from './context.ts';
import { channelPath } from './paths.ts';

/** Keys that work everywhere: Ctrl-K goes anywhere, Alt-Up and Alt-Down move between channels. */
export function createShortcuts(): void {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const location = useLocation();

  const move = (by: 1 | -1) => {
    const [, root, communityId = '', channelId] = location.pathname.split('/');
    const community = instance.stores.communities.byId[communityId];
    if (root !== 'c' || !community) return;
    const channels = textChannels(community.channels);
    const index = channels.findIndex(({ id }) => id === channelId);
    const next = channels[(index + by + channels.length) % channels.length];
    if (next) navigate(channelPath(communityId, next.id));
  };

  const onKey = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      app.ask(app.dialog()?.kind === 'switcher' ? undefined : { kind: 'switcher' });
    } else if (event.altKey && !control && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      move(event.key === 'ArrowUp' ? -1 : 1);
    }
  };
  window.addEventListener('keydown', onKey);
  onCleanup(() => window.removeEventListener('keydown', onKey));
}
