import type { Attachment } from '@cozy/protocol';
import { createMemo, createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { placeholderOf } from './placeholder.ts';

interface PictureProps {
  channelId: string;
  attachment: Attachment;
  /** Its part of the gallery's width, from 0 to 1. */
  share: number;
  onOpen: () => void;
}

/** A picture of a message in the box that it was given; pressing it opens it at its full size. */
export function Picture(props: PictureProps) {
  const { links } = useInstance();
  const [state, setState] = createSignal<'loading' | 'shown' | 'failed'>('loading');
  const [tries, setTries] = createSignal(0);
  const placeholder = createMemo(() => placeholderOf(props.attachment.placeholder));
  // A picture that is there does not load again because its address was renewed.
  const sources = createMemo<{ tries: number; src: string; srcset: string } | undefined>((before) => {
    if (before?.tries === tries()) return before;
    const from = links.of(props.channelId, props.attachment);
    const previews = props.attachment.previews ?? [];
    const last = previews.at(-1);
    if (!from || !last) return undefined;
    const srcset = previews.map(({ width }) => `${from.preview(width)} ${width}w`).join(', ');
    return { tries: tries(), src: from.preview(last.width), srcset };
  });
  const name = () => props.attachment.description || props.attachment.filename;
  return (
    <Show
      when={state() !== 'failed'}
      fallback={
        <div class="picture-failed">
          <span>{props.attachment.filename} could not be loaded.</span>
          <button
            type="button"
            onClick={() => {
              setState('loading');
              setTries((count) => count + 1);
            }}
          >
            Try again
          </button>
        </div>
      }
    >
      <button
        type="button"
        class="picture"
        aria-label={`Open the picture: ${name()}`}
        style={{ 'background-image': state() === 'loading' && placeholder() ? `url("${placeholder()}")` : undefined }}
        onClick={() => props.onOpen()}
      >
        <Show when={sources()}>
          {(from) => (
            <img
              src={from().src}
              srcset={from().srcset}
              sizes={`(max-width: 759px) ${Math.round(props.share * 85)}vw, ${Math.round(props.share * 540)}px`}
              alt={name()}
              decoding="async"
              draggable={false}
              data-loading={state() === 'loading' ? '' : undefined}
              onLoad={() => setState('shown')}
              onError={() => setState('failed')}
            />
          )}
        </Show>
        <Show when={props.attachment.description}>
          <span class="picture-alt" aria-hidden="true" title={props.attachment.description}>
            ALT
          </span>
        </Show>
      </button>
    </Show>
  );
}
