import { expect } from 'chai';
import type { Client } from './client.ts';
import type { Load } from './load.ts';

/** Ms that clients get to receive the last messages. */
const RECEIVED_WITHIN_MS = 60_000;

/**
 * Proves that nothing of a finished load was lost, doubled or seen in another order: history has every message exactly
 * once, under the id that its sender was told, and every client was sent exactly these, in history's order.
 * @param clients all that were in the channel from before the load's first message.
 */
export async function expectExactlyOnce(load: Load, clients: Client[]): Promise<void> {
  const { channelId, nonces, acknowledged } = load;
  expect(nonces.length, 'messages sent').to.be.above(0);
  expect(acknowledged.size, 'messages acknowledged').to.equal(nonces.length);
  await Promise.all(
    clients.map((client, i) =>
      client.waitUntil(
        () => client.messages(channelId).length >= nonces.length,
        () => `client ${i} was sent all ${nonces.length} messages; it has ${client.messages(channelId).length}`,
        RECEIVED_WITHIN_MS,
      ),
    ),
  );
  const history = await clients[0]!.history(channelId);
  expect(duplicates(history.map(({ id }) => id)), 'doubled in history by id').to.deep.equal([]);
  expect(duplicates(history.map(({ nonce }) => nonce)), 'doubled in history by nonce').to.deep.equal([]);
  const told = new Set([...acknowledged.values()].map(({ id }) => id));
  const stored = new Set(history.map(({ id }) => id));
  expect(
    [...told].filter((id) => !stored.has(id)),
    'acknowledged but not in history',
  ).to.deep.equal([]);
  expect(history.length, 'messages in history').to.equal(nonces.length);
  for (const { id, nonce } of history) expect(acknowledged.get(nonce ?? '')?.id, `id of ${nonce}`).to.equal(id);
  expect(isGrowing(history.map(({ sequence }) => sequence ?? 0)), 'history is in the order of the log').to.equal(true);

  const order = history.map(({ id }) => id);
  for (const [i, client] of clients.entries()) {
    const received = client.messages(channelId);
    const ids = received.map(({ message }) => message.id);
    expect(duplicates(ids), `sent twice to client ${i}`).to.deep.equal([]);
    expect(isGrowing(received.map(({ sequence }) => sequence)), `client ${i}: places grow`).to.equal(true);
    // Compared as one text, so that a failure does not print thousands of ids.
    expect(ids.join() === order.join(), `client ${i} was sent history's messages in history's order`).to.equal(true);
  }
}

function duplicates<T>(values: T[]): T[] {
  const seen = new Set<T>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

function isGrowing(values: number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!);
}
