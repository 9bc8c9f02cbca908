import { ffmpeg, input, type Tools } from './ffmpeg.ts';

/** Samples each second that are looked at: speech and music have their loudness below 4,000 Hz. */
const RATE = 8_000;
/** Parts of a waveform, as Discord's voice messages have at most. */
const PARTS = 256;

/**
 * Measures how loud a recording is over time.
 *
 * @param duration its seconds.
 * @returns a byte for each of 256 equal parts, 255 the loudest of them, in base64.
 */
export async function waveformOf(path: string, demuxer: string, duration: number, tools: Tools): Promise<string> {
  const peaks = new Float64Array(PARTS);
  const total = Math.max(1, Math.ceil(duration * RATE));
  let seen = 0;
  let odd: number | undefined;
  const onOutput = (part: Uint8Array) => {
    for (const byte of part) {
      // Little-endian 16 bits; a part may end in the middle of a sample.
      if (odd === undefined) {
        odd = byte;
        continue;
      }
      const sample = Math.abs(((odd | (byte << 8)) << 16) >> 16);
      odd = undefined;
      const at = Math.min(PARTS - 1, Math.floor((seen++ / total) * PARTS));
      if (sample > peaks[at]!) peaks[at] = sample;
    }
  };
  const sound = ['-map', '0:a:0', '-ac', '1', '-ar', String(RATE), '-f', 's16le', 'pipe:1'];
  await ffmpeg([...input(path, demuxer), ...sound], { tools, onOutput });
  const loudest = Math.max(1, ...peaks);
  return Buffer.from(peaks.map((peak) => Math.round((peak / loudest) * 255))).toString('base64');
}
