import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of every kind that the client shows in a way of its own, and some that it only offers. */
export interface MediaFiles {
  wide: string;
  tall: string;
  video: string;
  recording: string;
  code: string;
  archive: string;
}

const CODE = `${Array.from({ length: 4000 }, (_, i) => `export const line${i}: number = ${i}; // <b>not bold</b>`).join('\n')}\n`;

/** Makes them in a folder by ffmpeg. @throws {Error} when that is not installed. */
export function makeMediaFiles(folder: string): MediaFiles {
  mkdirSync(folder, { recursive: true });
  const make = (name: string, ...options: string[]) => {
    const path = join(folder, name);
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...options, path]);
    return path;
  };
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const one = ['-frames:v', '1'];
  return {
    wide: make('garden.png', '-f', 'lavfi', '-i', 'testsrc2=size=1600x900', ...one),
    tall: make('gate.jpg', '-f', 'lavfi', '-i', 'mandelbrot=size=600x900', ...one),
    video: make('bees.webm', '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=10', '-t', '2', '-c:v', 'libvpx'),
    recording: make('interview.wav', '-f', 'lavfi', '-i', 'sine=frequency=330:duration=12', '-ac', '1'),
    code: write('probe.ts', CODE),
    archive: write('photos.zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(3_000_000, 7)])),
  };
}
