import { X } from 'lucide-solid';
import { Show } from 'solid-js';
import { useConversation } from '../../conversation/context.ts';
import { plainLine } from '../../markdown/render.ts';
import { IconButton } from '../Button/Button.tsx';

/** Above what is written: the message that it answers, if it answers one. */
export function AnswerLine() {
  const conversation = useConversation();
  return (
    <Show when={conversation.replyTo()}>
      {(message) => (
        <div class="composer-reply">
          <span class="truncate">
            Answering <strong>{conversation.nameOf(message().author.id)}</strong>{' '}
            <span class="composer-quote">{plainLine(message().content, conversation.nameOf)}</span>
          </span>
          <IconButton icon={X} size={16} label="Do not answer" onClick={() => conversation.setReplyTo(undefined)} />
        </div>
      )}
    </Show>
  );
}
