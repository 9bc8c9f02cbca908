import { LIMITS } from '@cozy/protocol';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';

/** How many replies of a followed thread are unread; nothing while there are none. */
export function UnreadReplies(props: { threadId: string }) {
  const instance = useInstance();
  const count = () => instance.threads.byId[props.threadId]?.unread_count ?? 0;
  return (
    <Show when={count() > 0}>
      <span class="badge">
        {count() >= LIMITS.unreadReplies ? `${LIMITS.unreadReplies}+` : count()}
        <span class="visually-hidden"> unread</span>
      </span>
    </Show>
  );
}
