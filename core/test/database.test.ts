import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { pino } from 'pino';
import { openDatabase } from '../src/database/database.ts';
import { isDatabaseUnavailable } from '../src/database/unavailable.ts';
import { DatabaseIndex } from '../src/search/databaseIndex.ts';

const PROCESSES = 16;

describe('The database', () => {
  it('is opened by several processes at once, which make its indexes together', async () => {
    const name = `cozy_test_${randomBytes(6).toString('hex')}`;
    const logger = pino({ level: 'silent' });
    const opening = Array.from({ length: PROCESSES }, async () => {
      const database = await openDatabase(process.env.MONGODB_URI!, name, logger);
      await DatabaseIndex.open(database, logger);
      return database;
    });
    const opened = await Promise.all(opening);
    expect(await opened[0]!.drafts.indexExists('user_id_1')).to.equal(true);
    await opened[0]!.connection.dropDatabase();
    await Promise.all(opened.map(({ close }) => close()));
  }).timeout(60_000);

  it('fails what is asked in the moment in which its connections break, and is there again after it', async () => {
    const sockets: Socket[] = [];
    const note = (message: unknown) => void sockets.push((message as { socket: Socket }).socket);
    subscribe('net.client.socket', note);
    const database = await openDatabase(
      process.env.MONGODB_URI!,
      `cozy_test_${randomBytes(6).toString('hex')}`,
      pino({ level: 'silent' }),
    );
    const ask = () => database.users.findOne({ _id: '1' }).then(() => 'answered', isDatabaseUnavailable);
    try {
      // Between a connection's being chosen and its being written to there are a few turns of promises.
      for (let turns = 0; turns < 6; turns++) {
        while ((await ask()) !== 'answered') await new Promise((resolve) => setTimeout(resolve, 20));
        let left = turns;
        const breakAll = () => {
          if (left-- > 0) queueMicrotask(breakAll);
          else for (const socket of sockets.splice(0)) socket.destroy();
        };
        database.connection.getClient().once('connectionCheckedOut', () => queueMicrotask(breakAll));
        expect(await ask(), `after ${turns} turns`).to.be.oneOf([true, 'answered']);
      }
    } finally {
      unsubscribe('net.client.socket', note);
    }
    await database.connection.dropDatabase();
    await database.close();
  }).timeout(60_000);
});
