import { Clock } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import type { PendingMessage } from '../../instance/outbox.ts';
import { PendingAttachments } from '../Attachments/Attachments.tsx';
import { Avatar } from '../Avatar/Avatar.tsx';
import { StickerMark } from '../EmojiMark/StickerMark.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { MessageContent } from '../Message/MessageContent.tsx';
import { NotSent } from '../Message/NotSent.tsx';
import '../Message/Message.css';
import './PostCard.css';

/** An own post that is on its way, or that failed and waits for a decision. */
export function PendingPost(props: { pending: PendingMessage }) {
  const instance = useInstance();
  const conversation = useConversation();
  const user = () => instance.stores.self.state.user;
  const failed = () => props.pending.state === 'failed';
  return (
    <article class="post" aria-label={failed() ? 'Your post, not sent' : 'Your post, on its way'}>
      <header class="post-head">
        <Avatar name={user()?.display_name ?? ''} hue={user()?.hue ?? 0} size={38} />
        <span class="post-who">
          <span class="message-author truncate">{conversation.nameOf(user()?.id ?? '')}</span>
          <span class="post-when">{failed() ? 'Not sent' : 'On its way'}</span>
        </span>
        <Show when={!failed()}>
          <Icon of={Clock} class="post-waiting" />
        </Show>
      </header>
      <Show when={props.pending.title}>
        <h3 class="post-title">{props.pending.title}</h3>
      </Show>
      <div class="post-text" data-pending={failed() ? undefined : ''}>
        <MessageContent content={props.pending.content} />
      </div>
      <Show when={props.pending.sticker}>{(sticker) => <StickerMark sticker={sticker()} />}</Show>
      <Show when={props.pending.files}>
        <PendingAttachments uploads={instance.uploads.ofMessage(props.pending.nonce)} />
      </Show>
      <Show when={failed()}>
        <NotSent pending={props.pending} />
      </Show>
    </article>
  );
}
