import type { Attachment } from '@cozy/protocol';
import { Play } from 'lucide-solid';
import { createMemo, createSignal, onMount, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { clock } from '../../conversation/attachments.ts';
import { Icon } from '../Icon/Icon.tsx';
import { placeholderOf } from './placeholder.ts';

/** A video: its poster until it is played, then the browser's own player, which has keys for everything. */
export function Video(props: { channelId: string; attachment: Attachment }) {
  const { links } = useInstance();
  const [src, setSrc] = createSignal<string>();
  const placeholder = createMemo(() => placeholderOf(props.attachment.placeholder));
  const from = () => links.of(props.channelId, props.attachment);
  const poster = createMemo<string | undefined>((before) => {
    const preview = props.attachment.previews?.at(-1);
    return before ?? (preview && from()?.preview(preview.width));
  });
  const name = () => props.attachment.description || props.attachment.filename;
  // Its address stays while it plays, though newer ones come.
  const play = () => setSrc(props.attachment.playable ? from()?.playable : from()?.original);
  return (
    <Show
      when={src()}
      fallback={
        <button
          type="button"
          class="video-start"
          aria-label={`Play the video: ${name()}`}
          style={{ 'background-image': placeholder() ? `url("${placeholder()}")` : undefined }}
          onClick={play}
        >
          <Show when={poster()}>
            {(address) => <img class="video-poster" src={address()} alt="" decoding="async" draggable={false} />}
          </Show>
          <span class="video-play">
            <Icon of={Play} size={20} />
          </span>
          <Show when={props.attachment.duration}>
            {(duration) => <span class="video-length">{clock(duration())}</span>}
          </Show>
        </button>
      }
    >
      {(address) => <Player src={address()} poster={poster()} label={name()} />}
    </Show>
  );
}

function Player(props: { src: string; poster: string | undefined; label: string }) {
  let video: HTMLVideoElement | undefined;
  onMount(() => video?.focus());
  return (
    // biome-ignore lint/a11y/useMediaCaption: captions are inside the video that somebody has sent, if there are any
    <video
      ref={video}
      class="video"
      src={props.src}
      poster={props.poster}
      aria-label={props.label}
      controls
      autoplay
      playsinline
    />
  );
}
