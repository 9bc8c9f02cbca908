import type { Upload, UploadsOptions } from './upload.ts';

/** What the protocol takes for a type; browsers also give parameters and nothing at all. */
const CONTENT_TYPE = /^[a-z]+\/[A-Za-z0-9][A-Za-z0-9.+-]*$/;

/** Makes what announces a file to the server, once for all who ask while it is on its way. */
export function announcing(announce: UploadsOptions['announce']): (upload: Upload) => Promise<string> {
  const running = new Map<string, Promise<string>>();
  return ({ key, channel_id, name, size, type }) => {
    const known = running.get(key);
    if (known) return known;
    const input = { channel_id, filename: name, size, ...(CONTENT_TYPE.test(type) && { content_type: type }) };
    const asked = announce(input)
      .then(({ attachment }) => attachment.id)
      .finally(() => running.delete(key));
    running.set(key, asked);
    return asked;
  };
}
