import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cozy/core';
import { type Attachment, attachmentPaths, type CommandName, type CommandOutput, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import { call, openContext, sendRaw, serve, type TestServer } from './harness.ts';

const TUS = { 'Tus-Resumable': '1.0.0' };

describe('Files over HTTP', function () {
  this.timeout(60_000);
  let folder: string;
  let context: Context;
  let drop: () => Promise<void>;
  let server: TestServer;
  let ann: { token: string; id: string };
  let bob: { token: string; id: string };
  let channel_id: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cozy-test-'));
    ({ context, drop } = await openContext({ COZY_DATA: folder, COZY_UPLOAD_MB: '8' }));
    server = await serve(context);
    [ann, bob] = [await person('ann'), await person('bob')];
    const { community } = await run('community.create', { name: 'Home' });
    channel_id = community.channels[0]!.id;
  });
  after(async () => {
    await server.stop();
    await drop();
    await rm(folder, { recursive: true });
  });

  async function person(name: string) {
    const username = `${name}_${randomBytes(4).toString('hex')}`;
    const body = { username, email: `${username}@example.org`, password: 'a good password' };
    const answer = await call<CommandOutput<'auth.register'>>(server, 'POST', '/api/v1/auth/register', { body });
    return { token: answer.body.access_token, id: answer.body.user.id };
  }

  async function run<C extends CommandName>(name: C, input: object, who = ann): Promise<CommandOutput<C>> {
    const actor = await context.authenticate(who.token);
    return (await context.execute(name, input, { actor, address: '127.0.0.1', userAgent: 'test' })) as CommandOutput<C>;
  }

  const announce = async (size: number, filename = 'a.bin', who = ann) =>
    run('attachment.create', { channel_id, filename, size }, who);

  async function tus(
    method: string,
    path: string,
    fields: object = {},
    body?: Uint8Array,
    who = ann,
  ): Promise<Response> {
    return fetch(server.url + path, {
      method,
      headers: {
        ...TUS,
        Authorization: `Bearer ${who.token}`,
        ...(body && { 'Content-Type': 'application/offset+octet-stream' }),
        ...fields,
      },
      ...(body && { body: body as BodyInit }),
    });
  }
  const patch = (path: string, offset: number, bytes: Uint8Array, who = ann) =>
    tus('PATCH', path, { 'Upload-Offset': String(offset) }, bytes, who);

  /** Uploads a file and says what a worker would find. */
  async function uploaded(bytes: Uint8Array, found: Partial<Attachment>, filename?: string) {
    const { attachment, upload_url } = await announce(bytes.length, filename);
    expect((await patch(upload_url, 0, bytes)).status).to.equal(204);
    await context.database.attachments.updateOne({ _id: attachment.id }, { $set: { status: 'ready', ...found } });
    return { ...attachment, ...found };
  }

  const queryOf = async (id: string) => {
    const { urls } = await run('attachment.urls', { channel_id, ids: [id] });
    return urls[0]!.query;
  };

  it('[FILE-1][FILE-5] are sent in parts, which go on where the last one ended', async () => {
    const bytes = randomBytes(3_000_000);
    const { attachment, upload_url } = await announce(bytes.length);
    expect((await tus('HEAD', upload_url)).headers.get('upload-offset')).to.equal('0');
    const first = await patch(upload_url, 0, bytes.subarray(0, 1_000_000));
    expect(first.status).to.equal(204);
    expect(first.headers.get('upload-offset')).to.equal('1000000');
    expect((await patch(upload_url, 5, bytes.subarray(5))).status).to.equal(409);
    expect((await tus('HEAD', upload_url)).headers.get('upload-offset')).to.equal('1000000');
    expect((await patch(upload_url, 1_000_000, bytes.subarray(1_000_000))).status).to.equal(204);
    const stored = await readFile(join(folder, 'files', attachment.id, 'original'));
    expect(stored.equals(bytes)).to.equal(true);
    // Asked once more, as by who has not heard the answer.
    expect((await tus('HEAD', upload_url)).headers.get('upload-offset')).to.equal(String(bytes.length));
  });

  it('[FILE-5] go on after a connection that broke in the middle of a part', async () => {
    const bytes = randomBytes(2_000_000);
    const { attachment, upload_url } = await announce(bytes.length);
    const head = [
      `PATCH ${upload_url} HTTP/1.1`,
      'Host: x',
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      'Content-Type: application/offset+octet-stream',
      `Authorization: Bearer ${ann.token}`,
      `Content-Length: ${bytes.length}`,
    ];
    await sendRaw(
      server,
      Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes.subarray(0, 700_000)]),
      undefined,
      500,
    );
    let offset = 0;
    while (offset < 700_000) {
      offset = Number((await tus('HEAD', upload_url)).headers.get('upload-offset'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await patch(upload_url, offset, bytes.subarray(offset))).status).to.equal(204);
    const stored = await readFile(join(folder, 'files', attachment.id, 'original'));
    expect(stored.equals(bytes)).to.equal(true);
  });

  it('[FILE-5] can be begun as tus has it, with the name and channel as metadata', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const metadata = `filename ${base64('../ü.txt')},channel_id ${base64(channel_id)},filetype ${base64('text/plain')}`;
    const made = await tus('POST', '/api/v1/uploads', { 'Upload-Length': '5', 'Upload-Metadata': metadata });
    expect(made.status).to.equal(201);
    const location = made.headers.get('location')!;
    expect((await patch(location, 0, Buffer.from('hello'))).status).to.equal(204);
    const document = await context.database.attachments.findOne({ _id: location.split('/').at(-1)! });
    expect(document).to.include({ filename: 'ü.txt', size: 5, user_id: ann.id, channel_id });
    const refused = await tus('POST', '/api/v1/uploads', { 'Upload-Length': 'x', 'Upload-Metadata': metadata });
    expect(refused.status).to.equal(400);
    const large = { 'Upload-Length': String(9 * 1024 * 1024), 'Upload-Metadata': metadata };
    expect((await tus('POST', '/api/v1/uploads', large)).status).to.equal(413);
  });

  it('[FILE-5] are taken from nobody else, and never more than was announced', async () => {
    const { upload_url } = await announce(10);
    expect((await patch(upload_url, 0, randomBytes(10), bob)).status).to.equal(404);
    const none = await fetch(server.url + upload_url, { method: 'HEAD', headers: TUS });
    expect(none.status).to.equal(401);
    expect((await patch(upload_url, 0, randomBytes(11))).status).to.equal(413);
    expect((await patch('/api/v1/uploads/..%2F..%2Fx', 0, randomBytes(1))).status).to.equal(404);
    expect((await patch(upload_url, 0, randomBytes(10))).status).to.equal(204);
    const body = { channel_id: (await run('community.create', { name: 'B' }, bob)).community.channels[0]!.id };
    expect(
      (await call(server, 'POST', `/api/v1/channels/${channel_id}/attachments`, { token: bob.token, body: {} })).status,
    ).to.equal(400);
    expect(body.channel_id).to.not.equal(channel_id);
  });

  it('[FILE-5] are given up by DELETE, unless a message has them', async () => {
    const { attachment, upload_url } = await announce(10);
    expect((await tus('DELETE', upload_url)).status).to.equal(204);
    expect((await tus('HEAD', upload_url)).status).to.equal(404);
    expect(await context.database.attachments.findOne({ _id: attachment.id })).to.include({ deleted: true });
    const sent = await announce(10);
    await run('message.send', { channel_id, content: '', nonce: 'f', attachments: [{ id: sent.attachment.id }] });
    expect((await tus('DELETE', sent.upload_url)).status).to.equal(409);
  });

  it('[FILE-4] are loaded in whole and in ranges by who has a signed address', async () => {
    const bytes = randomBytes(500_000);
    const attachment = await uploaded(bytes, { content_type: 'image/png' }, 'Größe.png');
    const path = attachmentPaths(attachment).original;
    const query = await queryOf(attachment.id);
    const whole = await fetch(`${server.url}${path}?${query}`);
    expect(whole.status).to.equal(200);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).to.equal(true);
    expect(whole.headers.get('content-type')).to.equal('image/png');
    expect(whole.headers.get('content-disposition')).to.match(
      /^inline; filename="Gr.*; filename\*=UTF-8''Gr%C3%B6%C3%9Fe.png$/,
    );
    expect(whole.headers.get('content-security-policy')).to.match(/^sandbox/);
    expect(whole.headers.get('x-content-type-options')).to.equal('nosniff');
    const ranges: [string, number, number, number][] = [
      ['bytes=0-9', 206, 0, 10],
      ['bytes=499990-', 206, 499_990, 500_000],
      ['bytes=-5', 206, 499_995, 500_000],
      ['bytes=0-9,20-29', 200, 0, 500_000],
      ['lines=1-2', 200, 0, 500_000],
      ['bytes=100-999999999', 206, 100, 500_000],
    ];
    for (const [Range, status, from, to] of ranges) {
      const answer = await fetch(`${server.url}${path}?${query}`, { headers: { Range } });
      expect(answer.status, Range).to.equal(status);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to)), Range).to.equal(true);
      if (status === 206) expect(answer.headers.get('content-range')).to.equal(`bytes ${from}-${to - 1}/500000`);
    }
    const beyond = await fetch(`${server.url}${path}?${query}`, { headers: { Range: 'bytes=500000-' } });
    expect(beyond.status).to.equal(416);
    const head = await fetch(`${server.url}${path}?${query}`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).to.equal('500000');
  });

  it('[FILE-4] are not loaded by another address, nor another part of them, nor while they come', async () => {
    const attachment = await uploaded(randomBytes(10), { content_type: 'image/png' });
    const paths = attachmentPaths(attachment);
    const query = await queryOf(attachment.id);
    const status = async (path: string) => (await fetch(server.url + path)).status;
    expect(await status(paths.original)).to.equal(403);
    expect(await status(`${paths.original}?${query.slice(0, -2)}`)).to.equal(403);
    expect(await status(`${paths.original.replace(attachment.id, '1')}?${query}`)).to.equal(403);
    expect(await status(`${paths.preview(320)}?${query}`)).to.equal(404);
    expect(await status(`${paths.playable}?${query}`)).to.equal(404);
    expect(await status(`/api/v1/attachments/${attachment.id}/..%2f..%2fx/y?${query}`)).to.equal(404);
    const { attachment: announced } = await announce(10);
    const early = `${attachmentPaths(announced).original}?${await queryOf(announced.id)}`;
    expect(await status(early)).to.equal(404);
    // Signed for a channel that the caller sees, of a file that is in another.
    const own = (await run('community.create', { name: 'B' }, bob)).community.channels[0]!.id;
    const { urls } = await run('attachment.urls', { channel_id: own, ids: [attachment.id] }, bob);
    expect(await status(`${paths.original}?${urls[0]!.query}`)).to.equal(404);
  });

  it('[FILE-6] are saved and never shown, unless they are a picture, video or sound by their bytes', async () => {
    for (const content_type of ['text/html', 'image/svg+xml', 'text/plain', 'application/pdf', 'text/xml', 'x/y']) {
      const attachment = await uploaded(Buffer.from('<script>alert(1)</script>'), { content_type }, 'a.html');
      const answer = await fetch(
        `${server.url}${attachmentPaths(attachment).original}?${await queryOf(attachment.id)}`,
      );
      expect(answer.headers.get('content-type'), content_type).to.equal('application/octet-stream');
      expect(answer.headers.get('content-disposition')).to.equal('attachment; filename=a.html');
    }
    // What its sender says of it counts for nothing.
    const { attachment, upload_url } = await run('attachment.create', {
      channel_id,
      filename: 'a.png',
      size: 3,
      content_type: 'image/png',
    });
    await patch(upload_url, 0, Buffer.from('<b>'));
    await context.database.attachments.updateOne({ _id: attachment.id }, { $set: { status: 'processing' } });
    const answer = await fetch(`${server.url}${attachmentPaths(attachment).original}?${await queryOf(attachment.id)}`);
    expect(answer.headers.get('content-type')).to.equal('application/octet-stream');
  });

  it(`sends no more than the client takes, and stops when it leaves`, async () => {
    const attachment = await uploaded(randomBytes(8_000_000), { content_type: 'image/png' });
    const path = `${attachmentPaths(attachment).original}?${await queryOf(attachment.id)}`;
    const before = server.rest.health().detail as { requests: number };
    const received = await sendRaw(server, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, /\r\n\r\n[\s\S]{1000}/);
    expect(received.length).to.be.below(8_000_000);
    while ((server.rest.health().detail as { requests: number }).requests > before.requests) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const whole = await fetch(server.url + path);
    expect((await whole.arrayBuffer()).byteLength).to.equal(8_000_000);
    expect(LIMITS.attachmentBytes).to.be.above(8_000_000);
  });
});
