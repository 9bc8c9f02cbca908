import { expressionPath, type Sticker } from '@cozy/protocol';
import { createSignal, Show } from 'solid-js';
import './StickerMark.css';

/** A sticker as a message has it. One that was deleted shows its name. */
export function StickerMark(props: { sticker: Sticker }) {
  const [gone, setGone] = createSignal(false);
  return (
    <Show when={!gone()} fallback={<p class="sticker-gone">:{props.sticker.name}: is a sticker that was deleted.</p>}>
      <img
        class="sticker"
        src={expressionPath('sticker', props.sticker.id)}
        alt={`Sticker: ${props.sticker.name}`}
        title={`:${props.sticker.name}:`}
        onError={() => setGone(true)}
      />
    </Show>
  );
}
