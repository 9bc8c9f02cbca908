import type { Attachment } from '@cozy/protocol';
import { For, type JSX } from 'solid-js';
import { Attachments, PendingAttachments } from '../src/components/Attachments/Attachments.tsx';
import { FileCard } from '../src/components/Attachments/FileCard.tsx';
import { newUpload, type Upload } from '../src/instance/upload.ts';
import { LONG, RIGHT_TO_LEFT, State, Story, UNBROKEN } from './Story.tsx';
import { message } from './world.ts';

/** ThumbHash of a sunset, from https://evanw.github.io/thumbhash/ */
const PLACEHOLDER = '1QcSHQRnh493V4dIh4eXh1h4kJUI';
const PREVIEWS = [{ width: 320, height: 213, content_type: 'image/webp' }];

const attachment = (id: number, change: Partial<Attachment>): Attachment => ({
  ...{ id: String(id), filename: 'garden.png', size: 169_000, content_type: 'image/png', status: 'ready' },
  ...change,
});
const picture = (id: number, width: number, height: number): Attachment =>
  attachment(id, { width, height, placeholder: PLACEHOLDER, previews: PREVIEWS, description: 'The garden at dusk' });
const waveform = btoa(String.fromCharCode(...Array.from({ length: 100 }, (_, i) => 128 + 120 * Math.sin(i / 4))));

const upload = (change: Partial<Upload>): Upload =>
  newUpload('key', '1', new File(['x'.repeat(2000)], 'photos.zip', { type: 'application/zip' }), change);

/** Each state of a message's files. The server is not there, so pictures stay with what stands for them. */
const MESSAGES: Record<string, Attachment[]> = {
  'one picture': [picture(1, 1600, 900)],
  'a tall one': [picture(2, 400, 3000)],
  'a small one': [picture(3, 64, 64)],
  'three of different shapes': [picture(4, 1600, 900), picture(5, 600, 900), picture(6, 900, 900)],
  ten: Array.from({ length: 10 }, (_, i) => picture(10 + i, 600 + 150 * i, 900)),
  'a video': [
    attachment(30, {
      ...{ filename: 'bees.mp4', content_type: 'video/mp4', width: 1280, height: 720, duration: 74 },
      ...{ placeholder: PLACEHOLDER, previews: PREVIEWS },
    }),
  ],
  'a recording': [attachment(31, { filename: 'interview.ogg', content_type: 'audio/ogg', duration: 254, waveform })],
  'text and other files': [
    attachment(32, { filename: 'probe.ts', content_type: 'text/plain' }),
    attachment(33, { filename: `${LONG}.pdf`, content_type: 'application/pdf', size: 4_200_000_000 }),
    attachment(34, { filename: `${RIGHT_TO_LEFT}.zip`, content_type: 'application/zip' }),
    attachment(35, { filename: UNBROKEN, content_type: 'application/octet-stream', size: 1 }),
  ],
  'not there yet, or failed': [
    attachment(36, { status: 'uploading' }),
    attachment(37, { status: 'processing', filename: 'bees.mp4', content_type: 'video/mp4' }),
    attachment(38, { status: 'failed', reason: 'This picture has more pixels than can be shown.' }),
  ],
};
const UPLOADS: Record<string, Upload> = {
  'waits for its turn': upload({}),
  'under way': upload({ state: 'uploading', sent: 1300 }),
  paused: upload({ state: 'paused', sent: 1300 }),
  'being prepared': upload({ state: 'done', sent: 2000, nonce: '1' }),
  failed: upload({ state: 'failed', reason: 'A file can have 100 MB here.' }),
};

/** Files of messages, and on their way. */
export function Files(): JSX.Element {
  return (
    <>
      <Story title="Files of a message">
        <For each={Object.entries(MESSAGES)}>
          {([name, attachments]) => (
            <State name={name}>
              <Attachments message={message({ attachments })} />
            </State>
          )}
        </For>
      </Story>
      <Story title="Files on their way">
        <For each={Object.entries(UPLOADS)}>
          {([name, one]) => (
            <State name={name}>
              <PendingAttachments uploads={[one]} />
            </State>
          )}
        </For>
      </Story>
      <Story title="File card">
        <State name="with nothing to do">
          <FileCard file={{ filename: 'notes.txt', content_type: 'text/plain', size: 820 }} />
        </State>
      </Story>
    </>
  );
}
