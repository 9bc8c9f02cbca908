import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { Unusable } from './unusable.ts';

/** Bytes of memory and seconds of processor time that one run may use. A 4K video takes some 700 MB to be written anew. */
const MEMORY = 3 * 1024 * 1024 * 1024;
const CPU_SECONDS = 3_600;
/** Milliseconds that one run may last, and that looking at a file may. */
const TIMEOUT = 45 * 60_000;
const PROBE_TIMEOUT = 30_000;
/** Characters of its complaints that are kept, and bytes of what ffprobe may say of a file. */
const MESSAGES = 4_000;
const PROBED_BYTES = 1_000_000;
/** The exit code of a program that starts another which is not there. */
const NOT_FOUND = 127;

/** How a run is watched. */
export interface FfmpegOptions {
  tools: Tools;
  /** Seconds of media that are to be written; tells how far a run is. */
  duration?: number;
  onProgress?: (progress: number) => void;
  /** Takes what the program writes to its output. */
  onOutput?: (part: Buffer) => void;
}

/** What runs need to be told. */
export interface Tools {
  /** The program ffmpeg: a path, or a name on PATH. ffprobe is beside it. */
  ffmpegPath: string;
  /** Ends runs. */
  signal: AbortSignal;
}

function program(name: 'ffmpeg' | 'ffprobe', { ffmpegPath }: Tools): string {
  if (name === 'ffmpeg') return ffmpegPath;
  return ffmpegPath.includes('/') ? join(dirname(ffmpegPath), name) : name;
}

// The kernel kills it with this process and when it takes too much; and it lets others go first.
function bound(name: 'ffmpeg' | 'ffprobe', args: readonly string[], tools: Tools): [string, string[]] {
  const limits = ['prlimit', `--as=${MEMORY}`, `--cpu=${CPU_SECONDS}`, '--core=0', '--'];
  return ['setpriv', ['--pdeathsig', 'KILL', '--', 'nice', '-n', '10', ...limits, program(name, tools), ...args]];
}

/**
 * Arguments that name a file to read. Its format is said and not guessed, and only files can be opened, so that no file
 * makes the program read others, such as a playlist that names addresses.
 *
 * @param demuxer ffmpeg's name of the format.
 */
export function input(path: string, demuxer: string): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-f', demuxer, '-i', `file:${path}`];
}

/**
 * Asks ffprobe what a file holds.
 *
 * @returns its answer, `{format, streams}`.
 * @throws Unusable when it cannot read the file.
 */
export async function probe(path: string, demuxer: string, tools: Tools): Promise<unknown> {
  const args = ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', ...input(path, demuxer)];
  const parts: Buffer[] = [];
  let length = 0;
  const onOutput = (part: Buffer) => {
    length += part.length;
    if (length <= PROBED_BYTES) parts.push(part);
  };
  await run('ffprobe', args, { tools, timeout: PROBE_TIMEOUT, onOutput });
  if (length > PROBED_BYTES) throw new Unusable(DAMAGED);
  return JSON.parse(Buffer.concat(parts).toString());
}

/**
 * Runs ffmpeg.
 *
 * @param args input and output; `pipe:1` is what `onOutput` is given, unless `onProgress` is asked for.
 * @throws Unusable when it fails or takes too long; Error when it is stopped or not installed.
 */
export async function ffmpeg(args: readonly string[], options: FfmpegOptions): Promise<void> {
  const { tools, duration, onProgress, onOutput } = options;
  const reports = onProgress ? ['-progress', 'pipe:1'] : [];
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...reports, ...args], {
    tools,
    timeout: TIMEOUT,
    onOutput: (part) => {
      onOutput?.(part);
      const time = onProgress && /out_time_us=(\d+)/.exec(part.toString('latin1'))?.[1];
      if (time && duration) onProgress(Math.min(1, Number(time) / 1e6 / duration));
    },
  });
}

interface RunOptions {
  tools: Tools;
  timeout: number;
  onOutput: (part: Buffer) => void;
}

async function run(
  name: 'ffmpeg' | 'ffprobe',
  args: string[],
  { tools, timeout, onOutput }: RunOptions,
): Promise<void> {
  const { signal } = tools;
  const [file, all] = bound(name, args, tools);
  const tooLong = AbortSignal.timeout(timeout);
  const child = spawn(file, all, {
    signal: AbortSignal.any([signal, tooLong]),
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let messages = '';
  child.stdout.on('data', onOutput);
  child.stderr.on('data', (part: Buffer) => {
    if (messages.length < MESSAGES) messages += part.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    // Being stopped is told before the end; that comes all the same.
    child.on('error', (error) => error.name !== 'AbortError' && reject(error));
  });
  if (code === 0) return;
  if (signal.aborted) throw new Error('Stopped.');
  if (code === NOT_FOUND) throw new Error(`${name} is not installed.`);
  const cause = new Error(messages.slice(0, MESSAGES));
  throw new Unusable(tooLong.aborted ? 'Preparing this file took too long. It can be saved.' : DAMAGED, { cause });
}

const DAMAGED = 'This file is damaged or of a kind that cannot be played. It can be saved.';
