import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import type { FileStorage } from '../src/index.ts';
import { LocalStorage } from '../src/storage/localStorage.ts';
import { storageContract } from './storageContract.ts';

describe('The store of files in a folder', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cozy-test-'));
  });
  after(() => rm(folder, { recursive: true }));

  storageContract(() => new LocalStorage(join(folder, 'files')));

  it('says STORAGE_UNAVAILABLE when it cannot be used', async () => {
    const occupied = join(folder, 'occupied');
    await writeFile(occupied, 'a file, where a folder is needed');
    const storage: FileStorage = new LocalStorage(occupied);
    const refused: string[] = [];
    const note = (error: CozyError) => refused.push(error.code);
    await storage.put('1/original', occupied, 'a/b').catch(note);
    await storage.size('1/original').catch(note);
    await storage.read('1/original').catch(note);
    expect(refused).to.deep.equal(['STORAGE_UNAVAILABLE', 'STORAGE_UNAVAILABLE', 'STORAGE_UNAVAILABLE']);
  });
});
