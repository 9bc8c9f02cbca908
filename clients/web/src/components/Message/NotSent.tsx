import { TriangleAlert } from 'lucide-solid';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import type { PendingMessage } from '../../instance/outbox.ts';
import { Icon } from '../Icon/Icon.tsx';
import './Message.css';

/** Why an own message or post was not sent, to be tried again or taken back into the composer. */
export function NotSent(props: { pending: PendingMessage }) {
  const instance = useInstance();
  const conversation = useConversation();
  const discard = () => {
    const { nonce, title } = props.pending;
    instance.uploads.release(nonce);
    const text = instance.outbox.discard(nonce);
    if (text || title) conversation.restoreText(text ?? '', title);
  };
  return (
    <p class="message-failed" role="alert">
      <Icon of={TriangleAlert} />
      <span>Not sent. {props.pending.reason}</span>
      <button type="button" onClick={() => instance.outbox.retry(props.pending.nonce)}>
        Try again
      </button>
      <button type="button" onClick={discard}>
        Back to the composer
      </button>
    </p>
  );
}
