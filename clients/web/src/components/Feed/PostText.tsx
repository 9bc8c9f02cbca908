import type { Message } from '@cozy/protocol';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { useConversation } from '../../conversation/context.ts';
import { MessageContent } from '../Message/MessageContent.tsx';

/** The text of a post; a long one is cut in the feed until the reader wants all of it. */
export function PostText(props: { message: Message }) {
  const conversation = useConversation();
  const [whole, setWhole] = createSignal(false);
  const [cut, setCut] = createSignal(false);
  let box: HTMLDivElement | undefined;
  onMount(() => {
    if (!box) return;
    const measured = box;
    const resize = new ResizeObserver(() => setCut(measured.scrollHeight > measured.clientHeight + 1));
    resize.observe(measured);
    onCleanup(() => resize.disconnect());
  });
  return (
    <>
      <div
        ref={box}
        class="post-text"
        data-whole={whole() ? '' : undefined}
        data-cut={cut() && !whole() ? '' : undefined}
      >
        <MessageContent
          content={props.message.content}
          editedAt={props.message.edited_at}
          everyone={props.message.mention_everyone}
          onEdits={(anchor) => conversation.showEdits(props.message, anchor)}
        />
      </div>
      <Show when={cut() && !whole()}>
        <button type="button" class="post-more" onClick={() => setWhole(true)}>
          Show all of it
        </button>
      </Show>
    </>
  );
}
