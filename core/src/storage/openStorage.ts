import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { LocalStorage } from './localStorage.ts';
import { s3Settings } from './s3Settings.ts';
import type { FileStorage } from './storage.ts';

/** The folder of files within a data folder. */
export function filesFolder(dataDir: string): string {
  return join(dataDir, 'files');
}

/** Gives the store of files that the settings name. Nothing is asked of it yet. */
export async function openStorage(settings: Settings): Promise<FileStorage> {
  const s3 = s3Settings(settings);
  if (!s3) return new LocalStorage(filesFolder(settings.data));
  // Its library takes a quarter of a second to load, which those without an S3 server need not wait for.
  const { S3Storage } = await import('./s3Storage.ts');
  return new S3Storage(s3, settings.s3PublicEndpoint ?? null);
}
