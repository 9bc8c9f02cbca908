import { join } from 'node:path';
import sharp from 'sharp';

// Makes the previews that a worker makes, and nothing else: `thumbnails.ts PICTURE FOLDER COUNT`. Prints pictures per second
// and the CPU seconds of each.
const [picture, folder] = process.argv.slice(2) as [string, string];
const count = Number(process.argv[4]);
sharp.concurrency(1);
sharp.cache(false);

const before = process.cpuUsage();
const start = performance.now();
for (let i = 0; i < count; i++) {
  for (const width of [320, 640, 1280, 1920]) {
    await sharp(picture)
      .autoOrient()
      .resize({ width })
      .webp({ quality: 80 })
      .toFile(join(folder, `${width}.webp`));
  }
}
const seconds = (performance.now() - start) / 1_000;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ perSecond: count / seconds, cpu: (user + system) / 1e6 / count }));
