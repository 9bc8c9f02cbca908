import { createStore, del, set, values } from 'idb-keyval';
import type { OutboxStorage, PendingMessage } from './outbox.ts';

/**
 * Keeps pending messages in IndexedDB, one entry each, so that two tabs do not overwrite each other's.
 *
 * @param origin of the instance.
 * @param userId the account.
 */
export function outboxStorage(origin: string, userId: string): OutboxStorage {
  const store = createStore(`cozy-outbox ${origin} ${userId}`, 'pending');
  return {
    load: () => values<PendingMessage>(store),
    put: (pending) => set(pending.nonce, pending, store),
    remove: (nonce) => del(nonce, store),
  };
}
