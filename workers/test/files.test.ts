import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AttachmentDocument, Context } from '@cozy/core';
import { expect } from 'chai';
import sharp from 'sharp';
import { eventually, openContext, person, run, type TestUser } from '../../core/test/harness.ts';
import { startWorker, type Worker } from '../src/index.ts';
import { sweepFiles, UNFINISHED } from '../src/media/sweepFiles.ts';

const exec = promisify(execFile);
const ffmpeg = (...args: string[]) => exec(process.env.FFMPEG_PATH ?? 'ffmpeg', ['-v', 'error', '-y', ...args]);
const PROGRAM = fileURLToPath(new URL('./programs/worker.ts', import.meta.url));

describe('The preparation of files', function () {
  this.timeout(120_000);
  let folder: string;
  let context: Context;
  let drop: () => Promise<void>;
  let worker: Worker | undefined;
  let ann: TestUser;
  let channel_id: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cozy-test-'));
    ({ context, drop } = await openContext({ COZY_DATA: folder }));
    ann = await person(context);
    const { community } = await run(context, ann, 'community.create', { name: 'Home' });
    channel_id = community.channels[0]!.id;
    worker = await startWorker(context);
  });
  after(async () => {
    await worker?.close();
    await drop();
    await rm(folder, { recursive: true });
  });

  const file = (name: string) => join(folder, name);

  /** Has a file uploaded, without HTTP. */
  async function upload(path: string): Promise<string> {
    const { size } = await import('node:fs/promises').then((fs) => fs.stat(path));
    const input = { channel_id, filename: path, size };
    const { id } = (await run(context, ann, 'attachment.create', input)).attachment;
    await context.storage.put(`${id}/original`, path, 'application/octet-stream');
    await context.fileJobs.add(id);
    return id;
  }

  const find = async (id: string) => (await context.database.attachments.findOne({ _id: id })) as AttachmentDocument;

  async function settled(id: string, within = 60_000): Promise<AttachmentDocument> {
    const until = performance.now() + within;
    for (;;) {
      const document = await find(id);
      if (document.status === 'ready' || document.status === 'failed') return document;
      if (performance.now() > until) throw new Error(`It is still ${document.status}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function prepared(bytes: Uint8Array | string, name = 'x'): Promise<AttachmentDocument> {
    await writeFile(file(name), bytes);
    return settled(await upload(file(name)));
  }

  const keys = async (id: string, ...names: string[]) =>
    Promise.all(names.map(async (name) => (await context.storage.size(`${id}/${name}`)) !== null));

  it('[FILE-6] makes previews of a picture, the right way up, and takes away where it was taken', async () => {
    const exif = {
      IFD0: { Make: 'Secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 8/1 0/1' },
    };
    const noise = { width: 800, height: 600, channels: 3 as const, background: 'teal' };
    const jpeg = await sharp({ create: noise }).withMetadata({ orientation: 6 }).withExifMerge(exif).jpeg().toBuffer();
    const made = await prepared(jpeg, 'a.jpg');
    expect((await sharp(file('a.jpg')).metadata()).exif?.includes('Secret')).to.equal(true);
    expect(made).to.include({ status: 'ready', content_type: 'image/jpeg', width: 600, height: 800 });
    expect(made.previews).to.deep.equal([{ width: 320, height: 427, content_type: 'image/webp' }]);
    expect(Buffer.from(made.placeholder!, 'base64').length).to.be.within(5, 40);
    const original = await readFile(join(folder, 'files', made._id, 'original'));
    expect(original.length).to.equal(made.size);
    const rest = await sharp(join(folder, 'files', made._id, 'original')).metadata();
    expect(rest).to.include({ format: 'jpeg', width: 600, height: 800 });
    for (const gone of ['exif', 'xmp', 'iptc'] as const) expect(rest[gone]).to.equal(undefined);
    const preview = await sharp(join(folder, 'files', made._id, 'preview-320')).metadata();
    expect(preview).to.include({ format: 'webp', width: 320, height: 427 });
    expect(preview.exif).to.equal(undefined);
  });

  it('[FILE-6] leaves a picture without such things as it is, and makes small ones no larger', async () => {
    const png = await sharp({ create: { width: 90, height: 60, channels: 4, background: '#f008' } })
      .png()
      .toBuffer();
    const made = await prepared(png, 'a.png');
    expect(made.previews).to.deep.equal([{ width: 90, height: 60, content_type: 'image/webp' }]);
    expect((await readFile(join(folder, 'files', made._id, 'original'))).equals(png)).to.equal(true);
    const wide = await sharp({ create: { width: 3000, height: 30, channels: 3, background: 'red' } })
      .webp()
      .toBuffer();
    expect((await prepared(wide)).previews!.map(({ width }) => width)).to.deep.equal([320, 640, 1280, 1920]);
  });

  it('[FILE-6] refuses pictures that are too large unpacked or damaged, with a sentence', async () => {
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'black' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).to.be.below(1_000_000);
    const refused = await prepared(bomb, 'bomb.png');
    expect(refused).to.include({ status: 'failed', content_type: 'image/png' });
    expect(refused.reason).to.match(/too many pixels/);
    const jpeg = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    for (const damaged of [jpeg.subarray(0, 300), Buffer.concat([jpeg.subarray(0, 200), Buffer.alloc(500, 7)])]) {
      expect((await prepared(damaged, 'damaged.jpg')).reason).to.match(/damaged/);
    }
  });

  it('[FILE-6] tells what a file is by its bytes: nothing runs that says it is a picture', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const gzip = (await import('node:zlib')).gzipSync(Buffer.alloc(10_000_000));
    const cases: [bytes: Uint8Array | string, type: string][] = [
      [svg, 'text/plain'],
      [`<?xml version="1.0"?>${svg}`, 'text/plain'],
      ['<!doctype html><script>alert(1)</script>', 'text/plain'],
      ['const x = "Grüße";', 'text/plain'],
      ['#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'text/plain'],
      ["ffconcat version 1.0\nfile '/etc/passwd'\n", 'text/plain'],
      [Buffer.from([0, 1, 2, 3, 250]), 'application/octet-stream'],
      [Buffer.from('Grüße', 'latin1'), 'application/octet-stream'],
      // An archive is never unpacked.
      [gzip, 'application/gzip'],
      ['%PDF-1.7\n', 'application/pdf'],
    ];
    for (const [bytes, type] of cases) {
      const made = await prepared(bytes, 'photo.png');
      expect({ ...made, type: made.content_type }).to.include({ status: 'ready', type });
      expect(made.previews, type).to.equal(undefined);
    }
    // What is a picture and a page at once is a picture, and written anew nothing is left of the page.
    const gif = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .gif()
      .toBuffer();
    const polyglot = await prepared(Buffer.concat([gif, Buffer.from('<script>alert(1)</script>')]), 'x.html');
    expect(polyglot).to.include({ status: 'ready', content_type: 'image/gif', width: 4 });
  });

  it('[FILE-6] makes a poster and a copy that every browser plays, and tells how far it is', async () => {
    await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=640x360:r=25:d=3',
      '-f',
      'lavfi',
      '-i',
      'sine=d=3',
      '-c:v',
      'mpeg4',
      '-c:a',
      'libmp3lame',
      file('a.avi'),
    );
    const made = await settled(await upload(file('a.avi')));
    expect(made).to.include({ status: 'ready', width: 640, height: 360 });
    expect(made.duration).to.be.closeTo(3, 0.3);
    expect(made.previews!.map(({ width }) => width)).to.deep.equal([320]);
    expect(made.playable?.content_type).to.equal('video/mp4');
    const { stdout } = await exec('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,pix_fmt',
      '-of',
      'csv=p=0',
      join(folder, 'files', made._id, 'playable'),
    ]);
    expect(stdout.split(/\s+/).filter(Boolean)).to.have.members(['h264,yuv420p', 'aac']);
  });

  it('[FILE-6] leaves a video that every browser plays as it is', async () => {
    await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x180:r=10:d=1',
      '-pix_fmt',
      'yuv420p',
      '-c:v',
      'libx264',
      file('a.mp4'),
    );
    const made = await settled(await upload(file('a.mp4')));
    expect(made).to.include({ status: 'ready', content_type: 'video/mp4', width: 320, height: 180 });
    expect(made.playable).to.equal(undefined);
    expect(await keys(made._id, 'original', 'preview-320', 'playable')).to.deep.equal([true, true, false]);
  });

  it('[FILE-6] makes of sound its waveform and a copy of even loudness', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'sine=f=440:d=2', '-af', "volume='if(lt(t,1),0,0.05)':eval=frame", file('a.wav'));
    const made = await settled(await upload(file('a.wav')));
    expect(made).to.include({ status: 'ready', content_type: 'audio/wav' });
    const waveform = Buffer.from(made.waveform!, 'base64');
    expect(waveform).to.have.length(256);
    expect(Math.max(...waveform.subarray(0, 120))).to.equal(0);
    expect(Math.min(...waveform.subarray(140, 250))).to.be.above(200);
    expect(made.playable?.content_type).to.equal('audio/mp4');
    const loudness = async (path: string) => {
      const { stderr } = await exec('ffmpeg', [
        '-hide_banner',
        '-ss',
        '1',
        '-i',
        path,
        '-af',
        'volumedetect',
        '-f',
        'null',
        '-',
      ]);
      return Number(/mean_volume: (-?[\d.]+)/.exec(stderr)?.[1]);
    };
    const copy = await loudness(join(folder, 'files', made._id, 'playable'));
    expect(copy).to.be.above((await loudness(file('a.wav'))) + 6);
  });

  it('[FILE-6] refuses a damaged video with a sentence', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=10:d=1', '-c:v', 'libx264', file('b.mp4'));
    const bytes = await readFile(file('b.mp4'));
    const made = await prepared(bytes.subarray(0, 2_000), 'c.mp4');
    expect(made.status).to.equal('failed');
    expect(made.reason).to.match(/damaged/);
  });

  it('[FILE-7] removes the files of a deleted message and a deleted channel, and what was never sent', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { community_id } = await find((await prepared(png))._id);
    const other = (await run(context, ann, 'channel.create', { community_id, name: 'x', type: 'text' })).channel;
    const sent = await prepared(png);
    const place = { channel_id, content: '', nonce: context.nextId(), attachments: [{ id: sent._id }] };
    const { message } = await run(context, ann, 'message.send', place);
    await eventually('the file is bound', async () => (await find(sent._id)).message_id === message.id);
    await run(context, ann, 'message.delete', { channel_id, message_id: message.id });
    await eventually('it is deleted with its message', async () => (await find(sent._id)).deleted === true);

    const [was, will] = [channel_id, other.id];
    channel_id = will;
    const inChannel = await prepared(png);
    channel_id = was;
    await run(context, ann, 'channel.delete', { channel_id: will });
    await eventually('it is deleted with its channel', async () => (await find(inChannel._id)).deleted === true);

    const unsent = await prepared(png);
    await sweepFiles(context);
    for (const { _id } of [sent, inChannel]) {
      expect(await context.database.attachments.findOne({ _id })).to.equal(null);
      expect(await keys(_id, 'original', 'preview-9')).to.deep.equal([false, false]);
    }
    expect(await keys(unsent._id, 'original')).to.deep.equal([true]);
    await sweepFiles(context, Date.now() + UNFINISHED + 1);
    expect(await keys(unsent._id, 'original')).to.deep.equal([false]);
  });

  it('[FILE-5] gives up an upload that is not finished after a day, and tells those who see its message', async () => {
    const { id } = (await run(context, ann, 'attachment.create', { channel_id, filename: 'a', size: 9 })).attachment;
    const place = { channel_id, content: '', nonce: context.nextId(), attachments: [{ id }] };
    const { message } = await run(context, ann, 'message.send', place);
    await eventually('the file is bound', async () => (await find(id)).message_id === message.id);
    await sweepFiles(context, Date.now() + UNFINISHED + 1);
    expect(await find(id)).to.include({ status: 'failed', reason: 'The upload was not finished.' });
    await eventually('history has it', async () => {
      const { messages } = await run(context, ann, 'message.history', { channel_id });
      return messages.find((one) => one.id === message.id)?.attachments?.[0]?.status === 'failed';
    });
  });

  it('[FILE-7] goes on in another worker when the first is killed in the middle', async () => {
    await worker?.close();
    worker = undefined;
    // Long enough to be killed within.
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=5', '-c:v', 'mpeg4', file('long.avi'));
    const env = {
      ...process.env,
      COZY_DATA: folder,
      MONGODB_DB: context.settings.mongodbDb,
      COZY_PORT: '8080',
    };
    const first: ChildProcess = spawn(process.execPath, ['--import', 'tsx', PROGRAM], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(first.stdout!, 'data');
    const id = await upload(file('long.avi'));
    await eventually('ffmpeg writes the copy', async () => {
      const { stdout } = await exec('ps', ['-eo', 'args']);
      return (await find(id)).status === 'processing' && stdout.includes('playable.mp4');
    });
    first.kill('SIGKILL');
    await once(first, 'exit');
    await eventually(
      'its ffmpeg is gone, too',
      async () => !(await exec('ps', ['-eo', 'args'])).stdout.includes('playable.mp4'),
    );
    expect((await find(id)).status).to.equal('processing');
    worker = await startWorker(context);
    const made = await settled(id, 100_000);
    expect(made).to.include({ status: 'ready', width: 1280 });
    expect(made.playable?.content_type).to.equal('video/mp4');
  });
});
