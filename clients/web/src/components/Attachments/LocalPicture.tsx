import { Show } from 'solid-js';
import type { Upload } from '../../instance/upload.ts';
import { Progress } from './Progress.tsx';
import { UploadActs } from './UnfinishedFile.tsx';
import { uploadNote, uploadProgress } from './uploadState.ts';

/** A picture that this page uploads, from this browser, with how far it is. */
export function LocalPicture(props: { upload: Upload }) {
  return (
    <>
      <img
        class="picture-local"
        src={props.upload.picture?.url}
        alt={props.upload.description || `Picture ${props.upload.name}`}
      />
      <div class="picture-acts">
        <UploadActs upload={props.upload} />
      </div>
      <div class="picture-upload">
        <span>{uploadNote(props.upload)}</span>
        <Show when={props.upload.state !== 'failed'}>
          <Progress
            label={`Upload of ${props.upload.name}`}
            value={uploadProgress(props.upload)}
            paused={props.upload.state === 'paused'}
          />
        </Show>
      </div>
    </>
  );
}
