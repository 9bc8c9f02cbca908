import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '@cozy/core';
import { readSettings } from '@cozy/core/settings';
import { freePort } from '../src/engines/ports.ts';
import { launchVersity } from '../src/engines/versitygw.ts';
import { installS3Server } from '../src/setup/s3-server.ts';
import { keepOffServerCpu } from './cpus.ts';
import { startInstance } from './instance.ts';
import { cpuSeconds, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { seedCommunity } from './seed.ts';

const ROUNDS = 3;
/** Files of a round, how many are sent at once, and their size in MB. */
const FILES = 24;
const AT_ONCE = 4;
const MB = 16;
const BYTES = MB * 1024 * 1024;
const KEYS = { accessKey: 'an-access-key', secretKey: 'a-secret-key' };
const BUCKET = 'bench';

/**
 * Uploads by the tus protocol through one server to an S3 server, and bare puts of the same files to the same S3 server:
 * bytes in a second, and the processor time that Cozy's server takes for them.
 */
export async function upload(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const folder = mkdtempSync(join(tmpdir(), 'cozy-bench-s3-'));
  const port = await freePort();
  const binary = await installS3Server(readSettings(process.env).cache);
  const s3 = await launchVersity({ binary, dataDir: folder, port, bucket: BUCKET, ...KEYS });
  const settings = {
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_BUCKET: BUCKET,
    S3_ACCESS_KEY: KEYS.accessKey,
    S3_SECRET_KEY: KEYS.secretKey,
  };
  const instance = await startInstance(settings);
  try {
    const { people, community } = await instance.withContext((context) => seedCommunity(context, 1));
    const server = await instance.startServer();
    const origin = server.gateway.replace(/^ws(.*)\/gateway$/, 'http$1');
    const bytes = randomBytes(BYTES);
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    const storage = await openStorage(readSettings(settings));
    const headers = { Authorization: `Bearer ${people[0]!.token}`, 'Tus-Resumable': '1.0.0' };
    const send = async () => {
      const announced = await fetch(`${origin}/api/v1/channels/${community.channelId}/attachments`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ filename: 'bench.bin', size: BYTES }),
      });
      const { upload_url, attachment } = (await announced.json()) as { upload_url: string; attachment: { id: string } };
      const sent = await fetch(origin + upload_url, {
        method: 'PATCH',
        headers: { ...headers, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
        body: bytes,
      });
      if (sent.status !== 204) throw new Error(`An upload was answered with ${sent.status} ${await sent.text()}`);
      return attachment.id;
    };
    const files = scaled(FILES, AT_ONCE);
    let bare = 0;
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      say(`upload: round ${round + 1}, through Cozy`);
      const before = cpuSeconds(server.pid);
      const ids: string[] = [];
      const through = await secondsOf(files, async () => void ids.push(await send()));
      const cpu = cpuSeconds(server.pid) - before;
      // What was not sent with a message would be too much at the end.
      await instance.withContext(({ database }) => database.attachments.deleteMany({ _id: { $in: ids } }));
      say(`upload: round ${round + 1}, bare`);
      const put = await secondsOf(files, () => storage.put(`${++bare}/original`, path, 'application/octet-stream'));
      rounds.add('throughput', (files * MB) / through, 'MB/s');
      rounds.add('bare', (files * MB) / put, 'MB/s');
      rounds.add('to_bare', put / through, 'ratio of throughput');
      rounds.add('cpu', (cpu * 1024) / (files * MB), 'CPU s/GB of the server');
    }
    return { bench: 'upload', figures: rounds.figures(), goals: [] };
  } finally {
    await instance.stop();
    await s3.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does something so many times, AT_ONCE at the same time. @returns the seconds that it took. */
async function secondsOf(count: number, once: () => Promise<void>): Promise<number> {
  const start = performance.now();
  let left = count;
  const work = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return (performance.now() - start) / 1_000;
}
