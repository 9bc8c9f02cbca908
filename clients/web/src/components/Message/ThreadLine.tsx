import type { Message } from '@cozy/protocol';
import { MessagesSquare } from 'lucide-solid';
import { Show } from 'solid-js';
import { useConversation } from '../../conversation/context.ts';
import { messageTime } from '../../conversation/times.ts';
import { Icon } from '../Icon/Icon.tsx';
import './ThreadLine.css';

/** How many replies a message has, and when the last one came; opens them. Nothing while there are none. */
export function ThreadLine(props: { message: Message }) {
  const conversation = useConversation();
  const summary = () => (props.message.thread?.count && conversation.openThread ? props.message.thread : undefined);
  return (
    <Show when={summary()}>
      {(thread) => (
        <button type="button" class="thread-line" onClick={() => conversation.openThread?.(props.message.id)}>
          <Icon of={MessagesSquare} />
          <span class="thread-count">{thread().count === 1 ? '1 reply' : `${thread().count} replies`}</span>
          <Show when={thread().last_reply_at}>
            {(at) => <span class="thread-last truncate">Last one {messageTime(at())}</span>}
          </Show>
        </button>
      )}
    </Show>
  );
}
