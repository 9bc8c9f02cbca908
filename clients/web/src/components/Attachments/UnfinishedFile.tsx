import type { Attachment } from '@cozy/protocol';
import { RotateCcw, X } from 'lucide-solid';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { fileSize } from '../../instance/fileSize.ts';
import type { Upload } from '../../instance/upload.ts';
import { IconButton } from '../Button/Button.tsx';
import { FileCard } from './FileCard.tsx';
import { Progress } from './Progress.tsx';
import { uploadNote, uploadProgress } from './uploadState.ts';

/** A file that this page uploads, with how far it is. */
export function UploadCard(props: { upload: Upload }) {
  return (
    <FileCard
      file={{ filename: props.upload.name, content_type: props.upload.type, size: props.upload.size }}
      note={`${fileSize(props.upload.size)} · ${uploadNote(props.upload)}`}
      danger={props.upload.state === 'failed'}
      acts={<UploadActs upload={props.upload} />}
    >
      <Show when={props.upload.state !== 'failed'}>
        <Progress
          label={`Upload of ${props.upload.name}`}
          value={uploadProgress(props.upload)}
          paused={props.upload.state === 'paused'}
        />
      </Show>
    </FileCard>
  );
}

/** What can be done with a file that this page uploads. */
export function UploadActs(props: { upload: Upload }) {
  const { uploads } = useInstance();
  return (
    <>
      <Show when={props.upload.state === 'failed'}>
        <IconButton
          icon={RotateCcw}
          label={`Try ${props.upload.name} again`}
          onClick={() => uploads.retry(props.upload.key)}
        />
      </Show>
      <Show when={props.upload.state !== 'done'}>
        <IconButton
          icon={X}
          label={`Cancel the upload of ${props.upload.name}`}
          onClick={() => uploads.remove(props.upload.key)}
        />
      </Show>
    </>
  );
}

/** A file of a message that is not ready: others upload it, the server prepares it, or something went wrong. */
export function UnfinishedFile(props: { channelId: string; attachment: Attachment; own: boolean }) {
  const { stores } = useInstance();
  const progress = () => stores.messages.progress[props.attachment.id];
  const size = () => fileSize(props.attachment.size);
  return (
    <Switch>
      <Match when={props.attachment.status === 'failed'}>
        <FileCard file={props.attachment} note={props.attachment.reason ?? 'This file could not be used.'} danger />
      </Match>
      <Match when={props.attachment.status === 'processing'}>
        <FileCard file={props.attachment} note={`${size()} · Being prepared`}>
          <Progress label={`${props.attachment.filename} is being prepared`} value={progress()} />
        </FileCard>
      </Match>
      <Match when={props.own}>
        <BrokenOff channelId={props.channelId} attachment={props.attachment} />
      </Match>
      <Match when={true}>
        <FileCard file={props.attachment} note={`${size()} · Being uploaded`}>
          <Progress label={`${props.attachment.filename} is being uploaded`} value={undefined} />
        </FileCard>
      </Match>
    </Switch>
  );
}

/** An own file whose upload is not going on in this page. */
function BrokenOff(props: { channelId: string; attachment: Attachment }) {
  const { uploads } = useInstance();
  const [refusal, setRefusal] = createSignal<string>();
  let input: HTMLInputElement | undefined;
  const choose = () => {
    const file = input?.files?.[0];
    if (file) setRefusal(uploads.resume(props.channelId, props.attachment, file));
    if (input) input.value = '';
  };
  return (
    <FileCard
      file={props.attachment}
      note={refusal() ?? 'Not being uploaded from here. If it has stopped, choose the file again to go on.'}
      danger={refusal() !== undefined}
      acts={
        <button type="button" class="file-act" onClick={() => input?.click()}>
          Choose
          <span class="visually-hidden"> {props.attachment.filename} again</span>
        </button>
      }
    >
      <input ref={input} type="file" hidden onChange={choose} />
    </FileCard>
  );
}
