import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FileStorage } from '@cozy/core';
import { readSettings } from '@cozy/core/settings';
import { freePort } from '@cozy/ops/ports';
import { installS3Server } from '@cozy/ops/s3-server';
import { launchVersity } from '@cozy/ops/versitygw';
import { type Attachment, attachmentPaths } from '@cozy/protocol';
import { expect } from 'chai';
import sharp from 'sharp';
import { Upload } from 'tus-js-client';
import { storageContract } from '../../core/test/storageContract.ts';
import type { Client } from '../harness/client.ts';
import { Cluster } from '../harness/cluster.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { CACHE, scratchFolder } from '../harness/scratch.ts';

const BUCKET = 'cozy-files';
const KEYS = { accessKey: 'an-access-key', secretKey: 'a-secret-key' };

describe('files on an S3 server', function () {
  this.timeout(300_000);
  const scratch = scratchFolder();
  let s3: Awaited<ReturnType<typeof launchVersity>>;
  let settings: Record<string, string>;
  let cluster: Cluster;
  let circle: Circle;
  let storage: FileStorage;

  before(async () => {
    const port = await freePort();
    const binary = await installS3Server(CACHE);
    s3 = await launchVersity({ binary, dataDir: join(scratch.path, 's3'), port, bucket: BUCKET, ...KEYS });
    settings = {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY: KEYS.accessKey,
      S3_SECRET_KEY: KEYS.secretKey,
    };
    // Mocha loads a file twice that cannot be required, and metrics can be registered once only.
    const { openStorage } = await import('@cozy/core');
    storage = await openStorage(readSettings(settings));
    // One node sends members to the S3 server, the other one gives them the files itself.
    cluster = await Cluster.start({
      nodes: 2,
      settings,
      ofNode: async (index) =>
        index === 1 ? { S3_PUBLIC_ENDPOINT: settings.S3_ENDPOINT! } : ({} as Record<string, string>),
    });
    circle = await makeCircle(
      cluster.nodes.map(({ origin }) => origin),
      2,
    );
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await cluster?.end();
    await s3?.stop();
    scratch.remove();
  });

  describe('as every store of files', () => storageContract(() => storage));

  /** Uploads by tus's own client. @param stopAt breaks off when so many bytes are sent. */
  function send(url: string, bytes: Buffer, stopAt = Number.POSITIVE_INFINITY): Promise<void> {
    return new Promise((resolve, reject) => {
      const upload = new Upload(bytes, {
        uploadUrl: cluster.nodes[0]!.origin + url,
        headers: { Authorization: `Bearer ${circle.people[0]!.access_token}` },
        chunkSize: 6 * 1024 * 1024,
        onSuccess: () => resolve(),
        onError: reject,
        onProgress: (sent) => {
          if (sent >= stopAt) void upload.abort().then(resolve);
        },
      });
      upload.start();
    });
  }

  const [ada, bob] = [() => circle.clients[0] as Client, () => circle.clients[1] as Client];

  async function load(node: number, attachment: Attachment, path: string, headers = {}): Promise<Response> {
    const { urls } = await bob().request('attachment.urls', { channel_id: circle.channelId, ids: [attachment.id] });
    return fetch(`${cluster.nodes[node]!.origin}${path}?${urls[0]!.query}`, { headers });
  }

  it('[FILE-1][FILE-3] are sent with a message at once, and settle for everyone when they have come', async () => {
    const { channelId: channel_id } = circle;
    const pixels = await sharp(randomBytes(2200 * 1500 * 3), { raw: { width: 2200, height: 1500, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const announced = { channel_id, filename: 'noise.png', size: pixels.length, content_type: 'image/png' };
    const { attachment, upload_url } = await ada().request('attachment.create', announced);
    const input = { channel_id, content: '', nonce: 'noise', attachments: [{ id: attachment.id }] };
    const { message } = await ada().request('message.send', input);
    const seen = await bob().waitFor('MESSAGE_CREATE', ({ id }) => id === message.id, 'the message');
    expect(seen.attachments?.[0]).to.include({ id: attachment.id, status: 'uploading' });

    // It is broken off in the middle, and goes on by a client that knows nothing of that.
    await send(upload_url, pixels, 7_000_000);
    await send(upload_url, pixels);
    const of = (status: Attachment['status']) =>
      bob().waitFor(
        'ATTACHMENT_UPDATE',
        (update) => update.attachment.id === attachment.id && update.attachment.status === status,
        status,
        { withinMs: 120_000 },
      );
    await of('processing');
    const { attachment: ready, message_id } = await of('ready');
    expect(message_id).to.equal(message.id);
    expect(ready).to.include({ width: 2200, height: 1500, content_type: 'image/png', size: pixels.length });
    expect(ready.previews!.map(({ width }) => width)).to.deep.equal([320, 640, 1280, 1920]);
    const [stored] = await bob().history(channel_id);
    expect(stored!.attachments).to.deep.equal([ready]);

    // Through Cozy, in whole and in part; and from the S3 server itself.
    const paths = attachmentPaths(ready);
    const whole = Buffer.from(await (await load(0, ready, paths.original)).arrayBuffer());
    expect(digest(whole)).to.equal(digest(pixels));
    const part = await load(0, ready, paths.original, { Range: 'bytes=100-199' });
    expect(part.status).to.equal(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(pixels.subarray(100, 200))).to.equal(true);
    const direct = await load(1, ready, paths.preview(640));
    expect(direct.url.startsWith(settings.S3_ENDPOINT!), direct.url).to.equal(true);
    expect(direct.headers.get('content-type')).to.equal('image/webp');
    const shown = await sharp(Buffer.from(await direct.arrayBuffer())).metadata();
    expect(shown).to.include({ format: 'webp', width: 640 });
  });

  it('[FILE-7] cannot be loaded any more when their message is deleted', async () => {
    const { channelId: channel_id } = circle;
    const text = Buffer.from('Grüße');
    const announced = { channel_id, filename: 'a.txt', size: text.length };
    const { attachment, upload_url } = await ada().request('attachment.create', announced);
    await send(upload_url, text);
    const input = { channel_id, content: '', nonce: 'text', attachments: [{ id: attachment.id }] };
    const { message } = await ada().request('message.send', input);
    await bob().waitFor('MESSAGE_CREATE', ({ id }) => id === message.id, 'the message');
    const path = attachmentPaths(attachment).original;
    const read = async () => {
      const response = await load(0, attachment, path);
      return response.ok ? await response.text() : response.status;
    };
    // A worker may not have looked at it yet.
    while ((await read()) === 404) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await read()).to.equal('Grüße');
    await ada().request('message.delete', { channel_id, message_id: message.id });
    await bob().waitFor('MESSAGE_DELETE', ({ id }) => id === message.id, 'its end');
    while ((await read()) !== 404) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  describe('that is away', () => {
    it('are STORAGE_UNAVAILABLE while the S3 server is away, and nothing else is', async () => {
      const { channelId: channel_id } = circle;
      const announced = { channel_id, filename: 'b.txt', size: 5 };
      const { attachment } = await ada().request('attachment.create', announced);
      await storage.put(`${attachment.id}/original`, import.meta.filename, 'text/plain');
      expect((await buffer((await storage.read(`${attachment.id}/original`))!)).length).to.be.above(100);
      await s3.stop();
      let code = '';
      await storage.size(`${attachment.id}/original`).catch((error: { code: string }) => {
        code = error.code;
      });
      expect(code).to.equal('STORAGE_UNAVAILABLE');
      const { message } = await ada().request('message.send', { channel_id, content: 'Still here', nonce: 'still' });
      await bob().waitFor('MESSAGE_CREATE', ({ id }) => id === message.id, 'a message');
    });
  });
});

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
