import { MessageSquareText } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { Icon } from '../Icon/Icon.tsx';
import './Threads.css';

/** Opens the threads of a channel; shows how many of those that one follows have something unread. */
export function ThreadsButton(props: { channelId: string; onOpen: (anchor: HTMLElement) => void }) {
  const instance = useInstance();
  const unread = () => instance.threads.unread(props.channelId).length;
  const label = () =>
    unread() === 0 ? 'Threads' : unread() === 1 ? 'Threads, 1 unread' : `Threads, ${unread()} unread`;
  return (
    <button
      type="button"
      class="icon-button threads-button"
      aria-label={label()}
      title={label()}
      onClick={(event) => props.onOpen(event.currentTarget)}
    >
      <Icon of={MessageSquareText} size={20} />
      <Show when={unread() > 0}>
        <span class="badge threads-badge" aria-hidden="true">
          {Math.min(99, unread())}
        </span>
      </Show>
    </button>
  );
}
