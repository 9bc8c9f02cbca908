import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBare } from './bare.ts';
import { keepOffServerCpu, toServerCpu } from './cpus.ts';
import { startInstance } from './instance.ts';
import { cpuSeconds, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { seedCommunity } from './seed.ts';

const ROUNDS = 3;
const PICTURES = 40;
const LOOK_EVERY = 20;

/** What sharp alone measured; see peers/thumbnails.ts. */
interface Bare {
  perSecond: number;
  cpu: number;
}

/**
 * Pictures of 12 million pixels that one worker prepares, from the job in the queue to the attachment that is ready, and the
 * same previews made by a Node process that has nothing but sharp.
 */
export async function thumbnail(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const folder = mkdtempSync(join(tmpdir(), 'cozy-bench-pictures-'));
  const picture = join(folder, 'picture.jpg');
  const mandelbrot = ['-f', 'lavfi', '-i', 'mandelbrot=s=4000x3000', '-frames:v', '1', '-q:v', '3', picture];
  execFileSync('ffmpeg', ['-v', 'error', ...mandelbrot]);
  const instance = await startInstance();
  try {
    const worker = await instance.startWorker(false);
    toServerCpu(worker.pid);
    const count = scaled(PICTURES, 4);
    await instance.withContext(async (context) => {
      const { community, people } = await seedCommunity(context, 1);
      const { attachments } = context.database;
      for (let round = 0; round < roundsOf(ROUNDS); round++) {
        say(`thumbnail: round ${round + 1}`);
        const now = Date.now();
        const documents = Array.from({ length: count }, () => ({
          _id: context.nextId(),
          community_id: community.id,
          channel_id: community.channelId,
          user_id: people[0]!.user._id,
          filename: 'picture.jpg',
          size: statSync(picture).size,
          content_type: 'image/jpeg',
          status: 'uploading' as const,
          rev: 0,
          created: now,
          changed: now,
        }));
        await attachments.insertMany(documents);
        for (const { _id } of documents) await context.storage.put(`${_id}/original`, picture, 'image/jpeg');
        const ids = documents.map(({ _id }) => _id);
        const before = cpuSeconds(worker.pid);
        const start = performance.now();
        for (const id of ids) await context.fileJobs.add(id);
        while ((await attachments.countDocuments({ _id: { $in: ids }, status: 'ready' })) < count) {
          if (await attachments.findOne({ _id: { $in: ids }, status: 'failed' })) throw new Error('A picture failed.');
          await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
        }
        const seconds = (performance.now() - start) / 1_000;
        const cpu = (cpuSeconds(worker.pid) - before) / count;
        const bare = await runBare<Bare>('thumbnails.ts', [picture, folder, count]);
        rounds.add('prepared', count / seconds, 'pictures/s');
        rounds.add('cpu', cpu * 1_000, 'CPU ms/picture');
        rounds.add('bare', bare.perSecond, 'pictures/s');
        rounds.add('bare_cpu', bare.cpu * 1_000, 'CPU ms/picture');
        rounds.add('to_bare', bare.perSecond / (count / seconds), 'ratio of time');
      }
    });
    return { bench: 'thumbnail', figures: rounds.figures(), goals: [] };
  } finally {
    await instance.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
