import type { Attachment, Message } from '@cozy/protocol';
import { createMemo, For, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { kindOf } from '../../conversation/attachments.ts';
import type { Upload } from '../../instance/upload.ts';
import { DownloadLink, FileCard } from './FileCard.tsx';
import { Gallery, isUpload, type Tile } from './Gallery.tsx';
import { LocalPicture } from './LocalPicture.tsx';
import { Picture } from './Picture.tsx';
import { TextFile } from './TextFile.tsx';
import { UnfinishedFile, UploadCard } from './UnfinishedFile.tsx';
import { Video } from './Video.tsx';
import './Attachments.css';

const Audio = lazy(() => import('./Audio.tsx'));

/** The files of a message: what can be seen together in a gallery, everything else below it, one by one. */
export function Attachments(props: { message: Message }) {
  const app = useApp();
  const instance = useInstance();
  const channelId = () => props.message.channel_id;
  const own = () => props.message.author.id === instance.stores.self.id;
  const uploadOf = ({ id, status }: Attachment) =>
    status === 'uploading' || status === 'processing' ? instance.uploads.ofAttachment(id) : undefined;
  const tileOf = (attachment: Attachment): Tile | undefined => {
    const upload = uploadOf(attachment);
    if (upload) return upload.picture ? upload : undefined;
    const kind = kindOf(attachment);
    return kind === 'picture' || kind === 'video' ? attachment : undefined;
  };
  const files = () => props.message.attachments ?? [];
  const tiles = createMemo(() => files().flatMap((file) => tileOf(file) ?? []));
  const others = createMemo(() => files().filter((file) => !tileOf(file)));
  const open = (attachment: Attachment) => {
    const pictures = files().filter((one) => kindOf(one) === 'picture');
    const index = pictures.findIndex(({ id }) => id === attachment.id);
    app.ask({ kind: 'pictures', channelId: channelId(), pictures, index });
  };
  return (
    <div class="attachments">
      <Show when={tiles().length > 0}>
        <Gallery tiles={tiles()}>
          {(tile, share) => {
            if (isUpload(tile)) return <LocalPicture upload={tile} />;
            if (kindOf(tile) === 'video') return <Video channelId={channelId()} attachment={tile} />;
            return <Picture channelId={channelId()} attachment={tile} share={share()} onOpen={() => open(tile)} />;
          }}
        </Gallery>
      </Show>
      <For each={others()}>
        {(attachment) => (
          <Switch
            fallback={
              <FileCard file={attachment} acts={<DownloadLink channelId={channelId()} attachment={attachment} />} />
            }
          >
            <Match when={uploadOf(attachment)}>{(upload) => <UploadCard upload={upload()} />}</Match>
            <Match when={attachment.status !== 'ready'}>
              <UnfinishedFile channelId={channelId()} attachment={attachment} own={own()} />
            </Match>
            <Match when={kindOf(attachment) === 'audio'}>
              <Suspense fallback={<FileCard file={attachment} />}>
                <Audio channelId={channelId()} attachment={attachment} />
              </Suspense>
            </Match>
            <Match when={kindOf(attachment) === 'text'}>
              <TextFile channelId={channelId()} attachment={attachment} />
            </Match>
          </Switch>
        )}
      </For>
    </div>
  );
}

/** The files of a message that is not sent yet. */
export function PendingAttachments(props: { uploads: readonly Upload[] }) {
  return (
    <div class="attachments">
      <Show when={props.uploads.some(({ picture }) => picture)}>
        <Gallery tiles={props.uploads.filter(({ picture }) => picture)}>
          {(upload) => <LocalPicture upload={upload} />}
        </Gallery>
      </Show>
      <For each={props.uploads.filter(({ picture }) => !picture)}>{(upload) => <UploadCard upload={upload} />}</For>
    </div>
  );
}
