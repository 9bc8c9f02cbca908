import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, S3, S3ServiceException } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { CozyError } from '@cozy/protocol';
import type { S3Settings } from './s3Settings.ts';
import { assertKey, type ByteRange, type FileStorage, type LinkOptions } from './storage.ts';

/** Seconds for which an address of the S3 server holds. */
const LINK_SECONDS = 3_600;

/** Keeps files in a bucket of an S3 server. */
export class S3Storage implements FileStorage {
  readonly #bucket: string;
  readonly #client: S3;
  /** Signs addresses with the name under which browsers reach the server. */
  readonly #publicClient: S3 | null;

  /** @param publicEndpoint where browsers reach the server; null where they do not. */
  constructor({ bucket, client }: S3Settings, publicEndpoint: string | null) {
    this.#bucket = bucket;
    this.#client = new S3(client);
    this.#publicClient = publicEndpoint === null ? null : new S3({ ...client, endpoint: publicEndpoint });
  }

  async put(key: string, path: string, contentType: string): Promise<void> {
    const target = this.#object(key);
    await available(async () => {
      const { size } = await stat(path);
      const object = { ...target, ContentType: contentType, ContentLength: size };
      await this.#client.putObject({ ...object, Body: createReadStream(path) });
    });
  }

  async size(key: string): Promise<number | null> {
    const object = this.#object(key);
    return available(async () => (await this.#client.headObject(object)).ContentLength ?? 0);
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const object = this.#object(key);
    return available(async () => {
      const part = range && { Range: `bytes=${range.first}-${range.last}` };
      return (await this.#client.getObject({ ...object, ...part })).Body as Readable;
    });
  }

  async withPath<T>(key: string, use: (path: string) => Promise<T>): Promise<T | null> {
    const body = await this.read(key);
    if (!body) return null;
    const path = join(tmpdir(), `cozy-${randomUUID()}`);
    try {
      await available(() => pipeline(body, createWriteStream(path, { mode: 0o600 })));
      return await use(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  async removeAll(id: string): Promise<void> {
    assertKey(`${id}/x`);
    const [Bucket, Prefix] = [this.#bucket, `${id}/`];
    await available(async () => {
      const { Uploads = [] } = await this.#client.listMultipartUploads({ Bucket, Prefix });
      for (const { Key, UploadId } of Uploads) await this.#client.abortMultipartUpload({ Bucket, Key, UploadId });
      // A file has a dozen objects at most: one page.
      const { Contents = [] } = await this.#client.listObjectsV2({ Bucket, Prefix });
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await this.#client.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
    });
  }

  async link(key: string, { contentType, disposition }: LinkOptions): Promise<string | null> {
    if (!this.#publicClient) return null;
    const command = new GetObjectCommand({
      ...this.#object(key),
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition,
    });
    return getSignedUrl(this.#publicClient, command, { expiresIn: LINK_SECONDS });
  }

  #object(key: string): { Bucket: string; Key: string } {
    assertKey(key);
    return { Bucket: this.#bucket, Key: key };
  }
}

/** Gives what the server gives, null for an object that is not there. */
async function available<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    // HEAD is answered without the server's own code.
    const missing = ['NoSuchKey', 'NoSuchUpload', 'NotFound'];
    if (cause instanceof S3ServiceException && missing.includes(cause.name)) return null;
    throw new CozyError('STORAGE_UNAVAILABLE', { retryAfter: 5, cause });
  }
}
