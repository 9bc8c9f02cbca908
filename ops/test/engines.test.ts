import { join } from 'node:path';
import { readSettings } from '@cozy/core/settings';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { type Engines, startEngines } from '../src/engines/index.ts';
import { alive, until } from './processes.ts';
import { scratchFolder } from './scratch.ts';

describe('engines', function () {
  this.timeout(60_000);
  const dataDir = join(scratchFolder(), 'data');
  const { cache: cacheDir } = readSettings(process.env);
  let engines: Engines;

  before(async () => {
    engines = await startEngines({ dataDir, cacheDir });
  });
  after(() => engines.stop());

  async function writeAndRead(id: string): Promise<string[]> {
    const client = new MongoClient(engines.mongodbUri, { serverSelectionTimeoutMS: 5000 });
    try {
      const notes = client.db('ops').collection<{ _id: string }>('notes');
      await notes.insertOne({ _id: id });
      return (await notes.find().sort({ _id: 1 }).toArray()).map((note) => note._id);
    } finally {
      await client.close();
    }
  }

  async function publishAndCount(text: string): Promise<number> {
    const connection = await connect({ servers: engines.natsUrl });
    try {
      const manager = await jetstreamManager(connection);
      await manager.streams.add({ name: 'NOTES', subjects: ['notes'] });
      await jetstream(connection).publish('notes', text);
      return (await manager.streams.info('NOTES')).state.messages;
    } finally {
      await connection.close();
    }
  }

  it('listen on loopback only', async () => {
    expect(engines.mongodbUri).to.match(/^mongodb:\/\/127\.0\.0\.1:\d+\/$/);
    expect(engines.natsUrl).to.match(/^nats:\/\/127\.0\.0\.1:\d+$/);
  });

  it('keep their data and their ports over a stop and a start', async () => {
    expect(await writeAndRead('a')).to.deep.equal(['a']);
    expect(await publishAndCount('a')).to.equal(1);
    const before = { mongodb: engines.mongodbUri, nats: engines.natsUrl };
    const pids = [...(engines.database?.pids ?? []), ...(engines.nats?.pids ?? [])];
    await engines.stop();
    expect(alive(pids)).to.deep.equal([]);
    engines = await startEngines({ dataDir, cacheDir });
    expect({ mongodb: engines.mongodbUri, nats: engines.natsUrl }).to.deep.equal(before);
    expect(await writeAndRead('b')).to.deep.equal(['a', 'b']);
    expect(await publishAndCount('b')).to.equal(2);
  });

  it('are restarted on the same port with their data when they are killed', async () => {
    const pids = { database: engines.database?.pids ?? [], nats: engines.nats?.pids ?? [] };
    engines.database?.kill();
    engines.nats?.kill();
    await until(
      () =>
        engines.database?.pids.length === 3 &&
        engines.nats?.pids.length === 1 &&
        engines.database.pids[0] !== pids.database[0] &&
        engines.nats.pids[0] !== pids.nats[0],
      'both engines run again',
      30_000,
    );
    expect(await writeAndRead('c')).to.deep.equal(['a', 'b', 'c']);
    expect(await publishAndCount('c')).to.equal(3);
  });

  it('stay down after a stop until they are started', async () => {
    await engines.database?.stop();
    expect(engines.database?.pids).to.deep.equal([]);
    await engines.database?.start();
    expect(await writeAndRead('d')).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('refuse a data folder that another Cozy uses', async () => {
    const error = await startEngines({ dataDir, cacheDir }).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.equal(
      `Another Cozy (process ${process.pid}) uses the data folder ${dataDir}. Stop it, or give this one a folder of its own with COZY_DATA.`,
    );
  });
});
