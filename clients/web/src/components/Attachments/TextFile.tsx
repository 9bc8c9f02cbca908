import type { Attachment } from '@cozy/protocol';
import { createSignal, createUniqueId, lazy, Show, Suspense } from 'solid-js';
import { DownloadLink, FileCard } from './FileCard.tsx';

const TextPreview = lazy(() => import('./TextPreview.tsx'));

/** A text file: a card that unfolds its beginning. */
export function TextFile(props: { channelId: string; attachment: Attachment }) {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  return (
    <FileCard
      file={props.attachment}
      acts={
        <>
          <button
            type="button"
            class="file-act"
            aria-expanded={open()}
            aria-controls={id}
            onClick={() => setOpen((isOpen) => !isOpen)}
          >
            {open() ? 'Hide' : 'Show'}
            <span class="visually-hidden"> {props.attachment.filename}</span>
          </button>
          <DownloadLink channelId={props.channelId} attachment={props.attachment} />
        </>
      }
    >
      <div id={id}>
        <Show when={open()}>
          <Suspense fallback={<p class="preview-note">Loading…</p>}>
            <TextPreview channelId={props.channelId} attachment={props.attachment} />
          </Suspense>
        </Show>
      </div>
    </FileCard>
  );
}
