import { createStore, del, set, values } from 'idb-keyval';
import type { FileStorage, KeptUpload } from './heldFiles.ts';

/**
 * Keeps files in IndexedDB until they are uploaded. Which page of the browser has a file is a lock of its name, which
 * ends with the page.
 *
 * @param origin of the instance.
 * @param userId the account.
 */
export function fileStorage(origin: string, userId: string): FileStorage {
  const name = `cozy-uploads ${origin} ${userId}`;
  const store = createStore(name, 'files');
  return {
    load: () => values<KeptUpload>(store),
    put: (upload) => set(upload.key, upload, store),
    remove: (key) => del(key, store),
    hold: (key) =>
      new Promise((resolve) => {
        // Without locks, on plain http, nobody can tell pages apart.
        if (!navigator.locks) return resolve(() => undefined);
        void navigator.locks.request(`${name} ${key}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(undefined);
          return new Promise<void>((release) => resolve(release));
        });
      }),
  };
}
