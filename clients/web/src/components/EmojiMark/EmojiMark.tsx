import { customReaction, expressionPath } from '@cozy/protocol';
import { Show } from 'solid-js';
import './EmojiMark.css';

/** What an emoji of a reaction is called. */
export function emojiName(emoji: string): string {
  const custom = customReaction(emoji);
  return custom ? `:${custom.name}:` : emoji;
}

/** An emoji as a reaction has it: a character, or a picture of the community. */
export function EmojiMark(props: { emoji: string }) {
  return (
    <Show when={customReaction(props.emoji)} fallback={props.emoji}>
      {(custom) => (
        <img class="emoji-image" src={expressionPath('emoji', custom().id)} alt={`:${custom().name}:`} loading="lazy" />
      )}
    </Show>
  );
}
