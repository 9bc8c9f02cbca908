import { SendHorizontal } from 'lucide-solid';
import { Show } from 'solid-js';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';

/** Sends what is written: an arrow beside a message, a word under a post. */
export function SendButton(props: { post: boolean | undefined; disabled: boolean; onClick: () => void }) {
  return (
    <Show
      when={!props.post}
      fallback={
        <Button look="primary" class="composer-post" disabled={props.disabled} onClick={() => props.onClick()}>
          Post
        </Button>
      }
    >
      <button
        type="button"
        class="icon-button composer-send"
        aria-label="Send"
        title="Send"
        disabled={props.disabled}
        onClick={() => props.onClick()}
      >
        <Icon of={SendHorizontal} size={20} />
      </button>
    </Show>
  );
}
