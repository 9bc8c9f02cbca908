import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';

/** Bytes at a file's beginning that are looked at to tell text from anything else. */
const LOOKED_AT = 64 * 1024;

/**
 * Tells what a file is by its bytes, never by its name.
 *
 * @returns a media type: that of its signature, `text/plain` for UTF-8 text of any kind (also SVG, HTML and code), else
 *   `application/octet-stream`.
 */
export async function contentTypeOf(path: string): Promise<string> {
  const known = await fileTypeFromFile(path);
  if (known && !known.mime.includes('xml')) return known.mime.split(';')[0]!;
  return (await isText(path)) ? 'text/plain' : 'application/octet-stream';
}

async function isText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(LOOKED_AT), length: LOOKED_AT });
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.includes(0)) return false;
    try {
      // As a stream, so that a character may be cut off at the end.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
      return true;
    } catch {
      // Not UTF-8, so nothing that can be shown as text.
      return false;
    }
  } finally {
    await file.close();
  }
}
