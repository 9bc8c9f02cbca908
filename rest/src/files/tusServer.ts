import { filesFolder, s3Settings } from '@cozy/core';
import type { Settings } from '@cozy/core/settings';
import { Server } from '@tus/server';

/** The name of an uploaded file within its attachment's folder. */
export const ORIGINAL = 'original';
/** Part of S3's smallest size, so that little is sent again when a connection breaks. */
const PART_BYTES = 5 * 1024 * 1024;

/** Makes what speaks the tus protocol. Uploads are called as the store of files calls them, so that nothing is copied. */
export async function makeTusServer(settings: Settings): Promise<Server> {
  const datastore = await makeStore(settings);
  return new Server({
    path: '/api/v1/uploads',
    datastore,
    relativeLocation: true,
    maxSize: settings.uploadMb * 1024 * 1024,
    getFileIdFromRequest: (_request, last) => (last ? `${last}/${ORIGINAL}` : undefined),
  });
}

async function makeStore(settings: Settings) {
  const s3 = s3Settings(settings);
  if (s3) {
    const { S3Store } = await import('@tus/s3-store');
    return new S3Store({ partSize: PART_BYTES, s3ClientConfig: { ...s3.client, bucket: s3.bucket } });
  }
  const { FileStore } = await import('@tus/file-store');
  return new FileStore({ directory: filesFolder(settings.data) });
}
