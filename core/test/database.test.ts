import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { pino } from 'pino';
import { openDatabase } from '../src/database/database.ts';
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
});
