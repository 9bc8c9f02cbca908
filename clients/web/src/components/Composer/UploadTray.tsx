import { LIMITS } from '@cozy/protocol';
import { RotateCcw, X } from 'lucide-solid';
import { createMemo, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { cleanText } from '../../conversation/text.ts';
import { fileSize } from '../../instance/fileSize.ts';
import type { Upload } from '../../instance/upload.ts';
import { fileIcon } from '../Attachments/fileIcon.ts';
import { Progress } from '../Attachments/Progress.tsx';
import { uploadNote, uploadProgress } from '../Attachments/uploadState.ts';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import type { Attaching } from './attaching.ts';
import './UploadTray.css';

/** The files that go with the message being written: each can be described, taken back and tried again. */
export function UploadTray(props: { attaching: Attaching; onEmpty: () => void }) {
  const uploads = () => props.attaching.uploads();
  // Steps of a percent would be read out one by one: only what is finished or fails is worth a word.
  const spoken = createMemo(() => {
    const failed = uploads().filter(({ state }) => state === 'failed');
    if (failed.length > 0) return `${failed.map(({ name }) => name).join(', ')} could not be uploaded.`;
    const done = uploads().filter(({ state }) => state === 'done').length;
    return uploads().length > 0 ? `${done} of ${uploads().length} files uploaded.` : '';
  });
  return (
    <>
      <p class="visually-hidden" role="status">
        {spoken()}
      </p>
      <Show when={props.attaching.refusal()}>
        {(sentence) => (
          <div class="tray-refusal">
            <p role="alert">{sentence()}</p>
            <IconButton icon={X} size={16} label="Dismiss" onClick={() => props.attaching.dismiss()} />
          </div>
        )}
      </Show>
      <Show when={uploads().length > 0}>
        <ul class="tray" aria-label="Attached files">
          <For each={uploads()}>{(upload) => <TrayItem upload={upload} onGone={() => props.onEmpty()} />}</For>
        </ul>
      </Show>
    </>
  );
}

function TrayItem(props: { upload: Upload; onGone: () => void }) {
  const { uploads } = useInstance();
  const remove = () => {
    uploads.remove(props.upload.key);
    props.onGone();
  };
  return (
    <li class="tray-item" data-failed={props.upload.state === 'failed' ? '' : undefined}>
      <Show
        when={props.upload.picture}
        fallback={
          <span class="tray-thumb">
            <Icon of={fileIcon({ filename: props.upload.name, content_type: props.upload.type })} size={20} />
          </span>
        }
      >
        {(picture) => <img class="tray-thumb" src={picture().url} alt="" />}
      </Show>
      <div class="tray-text">
        <bdi class="tray-name truncate" title={props.upload.name}>
          {props.upload.name}
        </bdi>
        <span class="tray-note">
          {fileSize(props.upload.size)} · {uploadNote(props.upload)}
        </span>
        <Show when={props.upload.state !== 'failed' && props.upload.state !== 'done'}>
          <Progress
            label={`Upload of ${props.upload.name}`}
            value={uploadProgress(props.upload)}
            paused={props.upload.state === 'paused'}
          />
        </Show>
        <input
          class="tray-description"
          aria-label={`Description of ${props.upload.name}`}
          placeholder="Describe what it shows"
          maxLength={LIMITS.attachmentDescriptionLength}
          value={props.upload.description}
          onChange={(event) => uploads.describe(props.upload.key, cleanText(event.currentTarget.value))}
        />
      </div>
      <div class="tray-acts">
        <IconButton icon={X} size={16} label={`Remove ${props.upload.name}`} onClick={remove} />
        <Show when={props.upload.state === 'failed'}>
          <IconButton
            icon={RotateCcw}
            size={16}
            label={`Try ${props.upload.name} again`}
            onClick={() => uploads.retry(props.upload.key)}
          />
        </Show>
      </div>
    </li>
  );
}
