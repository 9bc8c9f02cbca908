import type { Message } from '@cozy/protocol';
import { expect } from 'chai';
import { Seen, type Snapshot, type SnapshotStorage } from '../src/instance/snapshot.ts';
import { createStores, type Stores } from '../src/instance/stores.ts';
import { community, message, self, user } from './fixtures.ts';

class Memory implements SnapshotStorage {
  kept: Snapshot | undefined;
  load = async () => structuredClone(this.kept);
  // As IndexedDB does, it fails for what cannot be cloned.
  save = async (snapshot: Snapshot) => {
    this.kept = structuredClone(snapshot);
  };
  clear = async () => {
    this.kept = undefined;
  };
}

/** Stores of somebody who has looked at the first channel of a community. */
function visit(messages: (channel: Parameters<typeof message>[0]) => Message[]): Stores {
  const stores = createStores(self);
  const garden = community();
  const channel = garden.channels[0]!;
  const known = messages(channel);
  stores.communities.put(garden);
  stores.readStates.put({ channel_id: channel.id, last_message_id: known[0]!.id, mention_count: 2 });
  stores.messages.take(stores.messages.begin(channel.id), known, { atStart: false, atEnd: true });
  for (const { author } of known) stores.members.see(author);
  return stores;
}

async function keep(stores: Stores, storage: SnapshotStorage): Promise<void> {
  const seen = new Seen(stores, storage);
  seen.touch();
  seen.save();
  seen.close();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('what was seen', () => {
  const three = (channel: Parameters<typeof message>[0]) =>
    [1, 2, 3].map(() => message(channel, { author: user('Tom') }));

  it('is there at the next visit: communities, read states, names and the newest messages', async () => {
    const storage = new Memory();
    const before = visit(three);
    await keep(before, storage);
    const after = createStores(self);
    expect(await new Seen(after, storage).restore()).to.equal(true);
    expect(structuredClone(after.communities.list())).to.deep.equal(structuredClone(before.communities.list()));
    const [channel] = before.communities.list()[0]!.channels;
    expect(after.readStates.list()).to.deep.equal(before.readStates.list());
    expect([...after.messages.windows[channel!.id]!.ids]).to.deep.equal([...before.messages.windows[channel!.id]!.ids]);
    expect(Object.values(after.members.users).map(({ display_name }) => display_name)).to.include('Tom');
  });

  it('counts for old: nothing live is added to it before it was loaded again', async () => {
    const storage = new Memory();
    await keep(visit(three), storage);
    const after = createStores(self);
    await new Seen(after, storage).restore();
    const channel = after.communities.list()[0]!.channels[0]!;
    after.messages.create(message(channel));
    expect(after.messages.windows[channel.id]).to.include({ fresh: false, atStart: false });
    expect(after.messages.windows[channel.id]!.ids).to.have.length(3);
  });

  it('keeps the newest fifty messages of a channel', async () => {
    const storage = new Memory();
    await keep(
      visit((channel) => Array.from({ length: 80 }, () => message(channel))),
      storage,
    );
    expect(storage.kept!.channels.map(({ messages }) => messages.length)).to.deep.equal([50]);
  });

  it('does not come in place of what READY has brought meanwhile', async () => {
    const storage = new Memory();
    await keep(visit(three), storage);
    const after = createStores(self);
    const restoring = new Seen(after, storage).restore();
    after.communities.put(community({ name: 'From READY' }));
    expect(await restoring).to.equal(false);
    expect(after.communities.list().map(({ name }) => name)).to.deep.equal(['From READY']);
  });

  it('is not read by another build, and forgotten at the end of the log-in', async () => {
    const storage = new Memory();
    await keep(visit(three), storage);
    storage.kept!.build = 'another';
    expect(await new Seen(createStores(self), storage).restore()).to.equal(false);
    await new Seen(createStores(self), storage).clear();
    expect(storage.kept).to.equal(undefined);
  });
});
