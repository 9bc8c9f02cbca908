import type { Upload } from '../../instance/upload.ts';

/** What is told of a file on its way, in a few words. */
export function uploadNote({ state, sent, size, reason, nonce }: Upload): string {
  if (state === 'failed') return reason ?? 'It could not be uploaded.';
  if (state === 'done') return nonce === null ? 'Uploaded' : 'Being prepared';
  if (state === 'paused') return 'Paused until the connection is back';
  if (state === 'waiting' && sent === 0) return 'Waiting for its turn';
  return `${Math.floor((sent / size) * 100)} % uploaded`;
}

/** How much of a file has arrived, from 0 to 1; undefined while the server prepares it. */
export const uploadProgress = ({ state, sent, size, nonce }: Upload): number | undefined =>
  state === 'done' && nonce !== null ? undefined : sent / size;
