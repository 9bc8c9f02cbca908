import type { ForwardedMessage } from '@cozy/protocol';
import { A } from '@solidjs/router';
import { Forward } from 'lucide-solid';
import { Show } from 'solid-js';
import { messagePath } from '../../app/paths.ts';
import { useConversation } from '../../conversation/context.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import { Icon } from '../Icon/Icon.tsx';
import { MessageContent } from './MessageContent.tsx';
import './Forwarded.css';

/** A message that was sent on from elsewhere; it leads there for those who see that channel. */
export function Forwarded(props: { original: ForwardedMessage }) {
  const conversation = useConversation();
  const source = () => conversation.findChannel(props.original.channel_id);
  return (
    <blockquote class="forwarded">
      <p class="forwarded-head">
        <Icon of={Forward} />
        <span>Forwarded from {props.original.author.display_name}</span>
        <time datetime={props.original.created_at} title={exactTime(props.original.created_at)}>
          {messageTime(props.original.created_at)}
        </time>
        <Show when={source()}>
          {(place) => (
            <A
              class="forwarded-source"
              href={messagePath(place().communityId, props.original.channel_id, props.original.id)}
            >
              #{place().name}
            </A>
          )}
        </Show>
      </p>
      <MessageContent content={props.original.content} />
    </blockquote>
  );
}
