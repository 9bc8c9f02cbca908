import type { Attachment } from '@cozy/protocol';
import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { ChevronLeft, ChevronRight, X, ZoomIn, ZoomOut } from 'lucide-solid';
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { fileSize } from '../../instance/fileSize.ts';
import { DownloadLink } from '../Attachments/FileCard.tsx';
import { placeholderOf } from '../Attachments/placeholder.ts';
import { IconButton } from '../Button/Button.tsx';
import { createZoom } from './zoom.ts';
import './Lightbox.css';

/** Types that browsers show from the file itself, for pictures that move and for looking closely. */
const SHOWN_ITSELF = /^image\/(?:png|jpeg|gif|webp|avif)$/;

interface LightboxProps {
  channelId: string;
  pictures: readonly Attachment[];
  /** The one to begin with. */
  index: number;
  onClose: () => void;
}

/** The pictures of a message, one at a time: arrows and swipes turn, plus and minus zoom, Escape goes back. */
export default function Lightbox(props: LightboxProps) {
  const { links } = useInstance();
  const [index, setIndex] = createSignal(props.index);
  const [loaded, setLoaded] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  /** Where the focus goes back to. */
  const opener = document.activeElement;
  let content: HTMLDivElement | undefined;
  const picture = () => props.pictures[index()] as Attachment;
  const count = () => props.pictures.length;
  const turn = (by: 1 | -1) => setIndex((at) => Math.min(count() - 1, Math.max(0, at + by)));
  const zoom = createZoom(turn);
  createEffect(
    on(index, () => {
      zoom.reset();
      setLoaded(false);
      setFailed(false);
    }),
  );

  const previewOf = (attachment: Attachment | undefined) => {
    const widest = attachment?.previews?.at(-1);
    return attachment && widest ? links.of(props.channelId, attachment)?.preview(widest.width) : undefined;
  };
  const source = createMemo(() => {
    const { content_type } = picture();
    const close = zoom.scale() > 1 && SHOWN_ITSELF.test(content_type);
    if (close || content_type === 'image/gif') return links.of(props.channelId, picture())?.original;
    return previewOf(picture());
  });
  // The next one is there before it is turned to.
  createEffect(() => {
    const next = previewOf(props.pictures[index() + 1]);
    if (next) new Image().src = next;
  });

  const onKey = (event: KeyboardEvent) => {
    const act = {
      ArrowLeft: () => turn(-1),
      ArrowRight: () => turn(1),
      Home: () => setIndex(0),
      End: () => setIndex(count() - 1),
      '+': zoom.closer,
      '=': zoom.closer,
      '-': zoom.farther,
      '0': zoom.reset,
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const name = () => picture().description || picture().filename;
  const facts = () => `${picture().width} × ${picture().height} · ${fileSize(picture().size)}`;
  return (
    <Kobalte open onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="lightbox-scrim" />
        <Kobalte.Content
          ref={content}
          class="lightbox"
          onKeyDown={onKey}
          onOpenAutoFocus={(event) => {
            // On a button, its tooltip would open, and take the first Escape.
            event.preventDefault();
            content?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
          }}
        >
          <header class="lightbox-head">
            <Kobalte.Title class="lightbox-title truncate">
              <bdi>{picture().filename}</bdi>
            </Kobalte.Title>
            <span class="lightbox-facts">{facts()}</span>
            <Show when={count() > 1}>
              <span class="lightbox-count" role="status">
                <span class="visually-hidden">Picture </span>
                {index() + 1} of {count()}
              </span>
            </Show>
            <span class="lightbox-acts">
              <IconButton
                icon={ZoomOut}
                label="Smaller (−)"
                placement="bottom"
                disabled={zoom.scale() === 1}
                onClick={zoom.farther}
              />
              <IconButton
                icon={ZoomIn}
                label="Larger (+)"
                placement="bottom"
                disabled={zoom.isClosest()}
                onClick={zoom.closer}
              />
              <DownloadLink channelId={props.channelId} attachment={picture()} />
              <IconButton icon={X} label="Close (Escape)" placement="bottom" onClick={() => props.onClose()} />
            </span>
          </header>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: what the pointer does here, keys and buttons do too */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it */}
          <div
            class="lightbox-stage"
            data-close={zoom.scale() > 1 ? '' : undefined}
            onClick={(event) => event.target === event.currentTarget && !zoom.hasMoved() && props.onClose()}
            onWheel={zoom.onWheel}
            onPointerDown={zoom.onPointerDown}
            onPointerMove={zoom.onPointerMove}
            onPointerUp={zoom.onPointerUp}
            onPointerCancel={zoom.onPointerUp}
          >
            <Show
              when={!failed()}
              fallback={
                <p class="lightbox-failed" role="alert">
                  The picture could not be loaded. Close it and open it again, or download it.
                </p>
              }
            >
              <img
                class="lightbox-picture"
                src={source()}
                alt={name()}
                draggable={false}
                style={{
                  transform: zoom.transform(),
                  '--width': `${picture().width}px`,
                  '--ratio': (picture().width ?? 1) / (picture().height ?? 1),
                  'background-image': loaded() ? undefined : `url("${placeholderOf(picture().placeholder) ?? ''}")`,
                }}
                onLoad={() => setLoaded(true)}
                onError={() => setFailed(true)}
                onDblClick={zoom.toggle}
              />
            </Show>
          </div>
          <Show when={count() > 1}>
            <IconButton
              icon={ChevronLeft}
              label="Previous picture"
              placement="right"
              class="lightbox-turn lightbox-previous"
              disabled={index() === 0}
              onClick={() => turn(-1)}
            />
            <IconButton
              icon={ChevronRight}
              label="Next picture"
              placement="left"
              class="lightbox-turn lightbox-next"
              disabled={index() === count() - 1}
              onClick={() => turn(1)}
            />
          </Show>
          <Show when={picture().description}>
            <Kobalte.Description class="lightbox-description">{picture().description}</Kobalte.Description>
          </Show>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}
