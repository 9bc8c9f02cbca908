import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import type { FileStorage } from '../src/index.ts';

/**
 * What every store of files must do, as tests.
 *
 * @param open gives the store, empty; called once before the tests.
 */
export function storageContract(open: () => FileStorage): void {
  let storage: FileStorage;
  let folder: string;
  let path: string;
  let id = 0;
  const bytes = randomBytes(300_000);
  const fresh = () => String(1_000_000_000_000_000_000n + BigInt(++id));

  before(async () => {
    storage = open();
    folder = await mkdtemp(join(tmpdir(), 'cozy-test-'));
    path = join(folder, 'a');
    await writeFile(path, bytes);
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (key: string, range?: { first: number; last: number }) => {
    const stream = (await storage.read(key, range)) as Readable;
    return buffer(stream);
  };

  it('gives back what was put, in whole and in part', async () => {
    const key = `${fresh()}/original`;
    await storage.put(key, path, 'image/png');
    expect(await storage.size(key)).to.equal(bytes.length);
    expect((await read(key)).equals(bytes)).to.equal(true);
    expect((await read(key, { first: 0, last: 0 })).equals(bytes.subarray(0, 1))).to.equal(true);
    expect((await read(key, { first: 100_000, last: 299_999 })).equals(bytes.subarray(100_000))).to.equal(true);
  });

  it('replaces what is there', async () => {
    const key = `${fresh()}/preview-320`;
    await storage.put(key, path, 'image/png');
    await writeFile(join(folder, 'b'), 'short');
    await storage.put(key, join(folder, 'b'), 'text/plain');
    expect((await read(key)).toString()).to.equal('short');
    expect(await storage.size(key)).to.equal(5);
  });

  it('has nothing where nothing was put', async () => {
    const key = `${fresh()}/original`;
    expect(await storage.size(key)).to.equal(null);
    expect(await storage.read(key)).to.equal(null);
    expect(await storage.withPath(key, async () => 'used')).to.equal(null);
  });

  it('lends a path of a file to a program', async () => {
    const key = `${fresh()}/original`;
    await storage.put(key, path, 'image/png');
    const lent = await storage.withPath(key, (from) => readFile(from));
    expect(lent!.equals(bytes)).to.equal(true);
  });

  it('removes all files of one attachment, and no others; also twice', async () => {
    const [gone, kept] = [fresh(), fresh()];
    for (const owner of [gone, kept]) {
      for (const name of ['original', 'preview-320', 'playable']) await storage.put(`${owner}/${name}`, path, 'a/b');
    }
    await storage.removeAll(gone);
    await storage.removeAll(gone);
    for (const name of ['original', 'preview-320', 'playable']) {
      expect(await storage.size(`${gone}/${name}`)).to.equal(null);
      expect(await storage.size(`${kept}/${name}`)).to.equal(bytes.length);
    }
  });

  it('takes no key that leads elsewhere', async () => {
    for (const key of ['../x/y', '1/../../x', '/etc/passwd', '1/.x', '1/', '1', '1/a/b', 'x/original']) {
      let refused: unknown;
      await storage.size(key).catch((error: unknown) => {
        refused = error;
      });
      expect(refused, key).to.be.instanceOf(RangeError);
    }
  });
}
