import { createStore, del, get, set } from 'idb-keyval';
import type { Snapshot, SnapshotStorage } from './snapshot.ts';

/**
 * Keeps what an account has seen in IndexedDB.
 *
 * @param origin of the instance.
 * @param userId the account.
 */
export function snapshotStorage(origin: string, userId: string): SnapshotStorage {
  const store = createStore(`cozy-seen ${origin} ${userId}`, 'snapshot');
  return {
    load: () => get<Snapshot>('snapshot', store),
    save: (snapshot) => set('snapshot', snapshot, store),
    clear: () => del('snapshot', store),
  };
}
