import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';

/** Who is typing in a channel, else the note; its place stays, so that nothing moves when somebody begins. */
export function TypingLine(props: { channelId: string; note?: string }) {
  const { typing } = useInstance().stores;
  const names = () => typing.names(props.channelId);
  const text = () => {
    const [first, second, third] = names();
    if (!first) return '';
    if (!second) return `${first} is typing`;
    if (!third) return `${first} and ${second} are typing`;
    return names().length === 3 ? `${first}, ${second} and ${third} are typing` : 'Several people are typing';
  };
  return (
    <p class="typing" aria-live="polite">
      <Show when={text()} fallback={<span class="truncate">{props.note}</span>}>
        <span class="typing-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <span class="truncate">{text()}</span>
      </Show>
    </p>
  );
}
