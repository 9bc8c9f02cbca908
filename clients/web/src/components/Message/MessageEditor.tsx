import { LIMITS, type Message } from '@cozy/protocol';
import { createSignal, onMount, Show } from 'solid-js';
import { type Editing, useConversation } from '../../conversation/context.ts';
import '../TextField/TextField.css';
import './MessageEditor.css';

/** A message's text while it is being changed, in the message's own place. Enter saves, Escape leaves it as it was. */
export function MessageEditor(props: { message: Message; editing: Editing }) {
  const conversation = useConversation();
  const [text, setText] = createSignal(props.editing.text);
  let area: HTMLTextAreaElement | undefined;

  const fit = () => {
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  };
  onMount(() => {
    fit();
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  });
  const cancel = () => {
    conversation.setEditing(undefined);
    conversation.focusComposer();
  };
  const save = () => {
    const content = text().trim();
    if (content === '') conversation.remove(props.message);
    else if (content.length <= LIMITS.messageLength) conversation.saveEdit(props.message, content);
    else return;
    conversation.focusComposer();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      cancel();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  };
  return (
    <div class="editor">
      <textarea
        ref={area}
        class="editor-text"
        rows={1}
        aria-label="Edit message"
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          fit();
        }}
        onKeyDown={onKey}
      />
      <Show when={props.editing.error}>
        <p class="field-error" role="alert">
          {props.editing.error}
        </p>
      </Show>
      <p class="editor-hint">
        <button type="button" onClick={cancel}>
          Cancel
        </button>
        <span aria-hidden="true">·</span>
        <button type="button" onClick={save}>
          Save
        </button>
        <Show when={text().length > LIMITS.messageLength}>
          <span class="field-error">{text().length - LIMITS.messageLength} characters too many</span>
        </Show>
      </p>
    </div>
  );
}
