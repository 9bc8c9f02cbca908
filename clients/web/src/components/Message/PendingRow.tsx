import { Clock } from 'lucide-solid';
import { createSignal, onCleanup, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import type { PendingMessage } from '../../instance/outbox.ts';
import { PendingAttachments } from '../Attachments/Attachments.tsx';
import { Avatar } from '../Avatar/Avatar.tsx';
import { StickerMark } from '../EmojiMark/StickerMark.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { MessageContent } from './MessageContent.tsx';
import { NotSent } from './NotSent.tsx';
import './Message.css';

/** Milliseconds in which most messages are acknowledged; only slower ones are marked as on their way. */
const USUAL = 400;

/** An own message that is on its way, or that failed and waits for a decision. */
export function PendingRow(props: { pending: PendingMessage; grouped: boolean }) {
  const instance = useInstance();
  const conversation = useConversation();
  const [slow, setSlow] = createSignal(Date.now() - props.pending.created_at > USUAL);
  const timer = setTimeout(() => setSlow(true), USUAL);
  onCleanup(() => clearTimeout(timer));
  const user = () => instance.stores.self.state.user;
  const failed = () => props.pending.state === 'failed';
  return (
    <article
      class="message"
      data-grouped={props.grouped ? '' : undefined}
      data-pending={slow() && !failed() ? '' : undefined}
      aria-label={failed() ? 'Your message, not sent' : 'Your message, on its way'}
    >
      <Show when={!props.grouped} fallback={<span class="message-gutter" />}>
        <span class="message-avatar">
          <Avatar name={user()?.display_name ?? ''} hue={user()?.hue ?? 0} size={38} />
        </span>
      </Show>
      <div class="message-main">
        <Show when={!props.grouped}>
          <header class="message-head">
            <span class="message-author truncate">{conversation.nameOf(user()?.id ?? '')}</span>
          </header>
        </Show>
        <MessageContent content={props.pending.content} />
        <Show when={props.pending.sticker}>{(sticker) => <StickerMark sticker={sticker()} />}</Show>
        <Show when={props.pending.files}>
          <PendingAttachments uploads={instance.uploads.ofMessage(props.pending.nonce)} />
        </Show>
        <Show when={failed()}>
          <NotSent pending={props.pending} />
        </Show>
      </div>
      <Show when={slow() && !failed()}>
        <span class="message-waiting" title="On its way">
          <Icon of={Clock} />
        </span>
      </Show>
    </article>
  );
}
