import type { Message } from '@cozy/protocol';
import { For, type JSX, lazy, Show, Suspense } from 'solid-js';
import { useApp } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { Attachments } from '../Attachments/Attachments.tsx';
import { StickerMark } from '../EmojiMark/StickerMark.tsx';
import { Forwarded } from './Forwarded.tsx';
import { MessageEditor } from './MessageEditor.tsx';

const Embeds = lazy(() => import('../Embeds/Embeds.tsx'));
const Poll = lazy(() => import('../Poll/Poll.tsx'));

interface MessageBodyProps {
  message: Message;
  /** Its text, which a poll has none of, and in whose place it is edited. */
  children: JSX.Element;
}

/** What a message or post holds: text or poll, the message that it forwards, stickers, files, what is behind its links. */
export function MessageBody(props: MessageBodyProps) {
  const app = useApp();
  const conversation = useConversation();
  const editing = () => {
    const current = conversation.editing();
    return current?.id === props.message.id ? current : undefined;
  };
  return (
    <>
      <Show
        when={editing()}
        fallback={
          <Show when={props.message.poll} fallback={props.children}>
            {(poll) => (
              <Suspense>
                <Poll message={props.message} poll={poll()} />
              </Suspense>
            )}
          </Show>
        }
      >
        {(current) => <MessageEditor message={props.message} editing={current()} />}
      </Show>
      <Show when={props.message.forwarded}>{(forwarded) => <Forwarded original={forwarded()} />}</Show>
      <For each={props.message.sticker_items}>{(sticker) => <StickerMark sticker={sticker} />}</For>
      <Show when={props.message.attachments}>
        <Attachments message={props.message} />
      </Show>
      <Show when={app.preferences.linkPreviews && props.message.embeds?.length}>
        <Suspense>
          <Embeds message={props.message} embeds={props.message.embeds ?? []} />
        </Suspense>
      </Show>
    </>
  );
}
