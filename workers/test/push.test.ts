import { type ChildProcess, spawn } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Context } from '@cozy/core';
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  CozyError,
  LIMITS,
  type PushNotice,
} from '@cozy/protocol';
import { expect } from 'chai';
import ece from 'http_ece';
import { importJWK, jwtVerify } from 'jose';
import { eventually, openContext, person, run, type TestUser } from '../../core/test/harness.ts';
import { startWorker, type Worker } from '../src/index.ts';
import { sendPush } from '../src/push/send.ts';

const PROGRAM = fileURLToPath(new URL('./programs/worker.ts', import.meta.url));

/** A browser's subscription, and what was pushed to it. */
interface Device {
  endpoint: string;
  keys: { p256dh: string; auth: string };
  notices: (PushNotice & { headers: IncomingHttpHeaders })[];
  /** What its service answers next; 201 when there is nothing. */
  answers: number[];
  /** How often it was asked. */
  asked: number;
}

describe('Web Push', function () {
  this.timeout(120_000);
  let context: Context;
  let drop: () => Promise<void>;
  let worker: Worker | undefined;
  let service: Server;
  let origin: string;
  const devices = new Map<string, Device & { secret: ReturnType<typeof createECDH> }>();
  let ann: TestUser;
  let bob: TestUser;
  let community_id: string;
  let channel_id: string;
  let nonce = 0;

  before(async () => {
    // A push service: it decrypts with the device's keys, which a real one does not have.
    service = createServer((request, response) => {
      const device = devices.get(request.url!);
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        if (!device) return response.writeHead(404).end();
        device.asked += 1;
        const status = device.answers.shift() ?? 201;
        if (status === 201) {
          const { keys, secret } = device;
          const text = ece.decrypt(Buffer.concat(parts), {
            version: 'aes128gcm',
            privateKey: secret,
            dh: keys.p256dh,
            authSecret: keys.auth,
          });
          device.notices.push({ ...(JSON.parse(text.toString()) as PushNotice), headers: request.headers });
        }
        return response.writeHead(status).end();
      });
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    ({ context, drop } = await openContext({ COZY_PUSH_PRIVATE: 'true' }));
    worker = await startWorker(context);
  });
  beforeEach(async () => {
    [ann, bob] = await Promise.all([person(context), person(context)]);
    const { community } = await as(ann, 'community.create', { name: 'Home' });
    community_id = community.id;
    channel_id = community.channels[0]!.id;
    const { invite } = await as(ann, 'invite.create', { community_id });
    await as(bob, 'invite.accept', { code: invite.code });
  });
  after(async () => {
    await worker?.close();
    await drop();
    service.close();
  });

  const as = <C extends CommandName>(who: TestUser, name: C, input: CommandInput<C>): Promise<CommandOutput<C>> =>
    run(context, who, name, input);

  function device(): Device {
    const secret = createECDH('prime256v1');
    const path = `/${randomBytes(8).toString('hex')}`;
    const made = {
      endpoint: origin + path,
      keys: { p256dh: secret.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') },
      notices: [],
      answers: [],
      asked: 0,
      secret,
    };
    devices.set(path, made);
    return made;
  }

  async function subscribe(who: TestUser, on = device()): Promise<Device> {
    await as(who, 'push.subscribe', { endpoint: on.endpoint, keys: on.keys });
    return on;
  }

  const say = async (who: TestUser, content: string, to = channel_id) =>
    (await as(who, 'message.send', { channel_id: to, content, nonce: `p${nonce++}` })).message;
  const texts = ({ notices }: Device) => notices.map(({ body }) => body);
  const told = (on: Device, text: string) =>
    eventually(`the device is told "${text}"`, () => texts(on).some((one) => one.includes(text)));

  it('[GW-74] tells a device of a mention, encrypted for it and signed by the instance', async () => {
    const phone = await subscribe(bob);
    const message = await say(ann, `look   here, <@${bob.id}>, in <#${channel_id}>`);
    const { user } = await as(bob, 'user.me', {});
    await told(phone, `look here, @${user.display_name}, in #general`);
    const { headers, ...notice } = phone.notices[0]!;
    const author = message.author.display_name;
    expect(notice).to.include({
      title: `${author} (#general, Home)`,
      path: `/c/${community_id}/${channel_id}/${message.id}`,
      tag: message.id,
    });
    expect(headers).to.include({ topic: message.id, 'content-encoding': 'aes128gcm', urgency: 'high' });
    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization!)!;
    expect(key).to.equal(context.vapid.publicKey);
    const point = Buffer.from(key!, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url')) as [
      string,
      string,
    ];
    const { payload } = await jwtVerify(token!, await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256'));
    expect(payload.aud).to.equal(origin);
    expect(payload.sub).to.match(/^mailto:/);
  });

  it('[GW-74] tells of direct messages and of what the notification settings say, and of nothing else', async () => {
    const phone = await subscribe(bob);
    const usual = { level: 'inherit', muted: false, muted_until: null, suppress_everyone: false } as const;
    const quiet = (await as(ann, 'channel.create', { community_id, name: 'quiet', type: 'text' })).channel.id;
    const deny = { id: community_id, type: 0 as const, allow: '0', deny: '1024' };
    const hidden = { community_id, name: 'hidden', type: 'text' as const, overwrites: [deny] };
    const secret = (await as(ann, 'channel.create', hidden)).channel.id;
    await as(bob, 'notification.update', { community_id, channel_id: quiet, ...usual, muted: true });
    await eventually('that is kept', async () => (await as(bob, 'notification.list', {})).settings.length === 1);
    await say(ann, 'nobody is named');
    await say(ann, `muted <@${bob.id}>`, quiet);
    await say(ann, `hidden <@${bob.id}>`, secret);
    await say(bob, `of oneself <@${bob.id}>`);
    await say(ann, '@everyone is');
    await told(phone, '@everyone is');
    expect(phone.notices).to.have.length(1);

    await as(bob, 'notification.update', { community_id, ...usual, level: 'all', suppress_everyone: true });
    await eventually('both are kept', async () => (await as(bob, 'notification.list', {})).settings.length === 2);
    await say(ann, 'all of it');
    await told(phone, 'all of it');
    const direct = (await as(ann, 'direct.open', { user_id: bob.id })).community;
    await say(ann, 'just you', direct.channels[0]!.id);
    await told(phone, 'just you');
    expect(phone.notices.at(-1)!.title).not.to.contain('(');
    expect(phone.notices).to.have.length(3);
  });

  it('[GW-74] leaves out what was read in the meantime, on whatever device', async () => {
    const phone = await subscribe(bob);
    const message = await say(ann, `seen <@${bob.id}>`);
    await as(bob, 'read.mark', { channel_id, message_id: message.id });
    await say(ann, `unseen <@${bob.id}>`);
    await told(phone, 'unseen');
    expect(phone.notices).to.have.length(1);
  });

  it('[GW-74] ends with the log-in, and when another account subscribes in the same browser', async () => {
    const [phone, laptop] = [device(), device()];
    const { user } = await as(bob, 'user.me', {});
    const again = await run(context, null, 'auth.login', { email: user.email!, password: 'a good password' });
    const elsewhere = { id: bob.id, token: again.access_token };
    await subscribe(bob, phone);
    await subscribe(elsewhere, laptop);
    expect((await as(bob, 'push.list', {})).devices.map(({ current }) => current)).to.have.members([true, false]);
    await as(elsewhere, 'auth.logout', {});
    expect((await as(bob, 'push.list', {})).devices).to.have.length(1);
    await say(ann, `first <@${bob.id}>`);
    await told(phone, 'first');
    await subscribe(ann, phone);
    expect((await as(bob, 'push.list', {})).devices).to.be.empty;
    await say(ann, `second <@${bob.id}>`);
    await say(bob, `third <@${ann.id}>`);
    await told(phone, 'third');
    expect(phone.notices).to.have.length(2);
    expect(laptop.asked).to.equal(0);
  });

  it('[GW-74] tries again when the service is away, and forgets a device that is gone', async () => {
    const phone = await subscribe(bob);
    phone.answers = [503, 429];
    await say(ann, `patience <@${bob.id}>`);
    await told(phone, 'patience');
    expect(phone.asked).to.equal(3);
    phone.answers = [410];
    await say(ann, `gone <@${bob.id}>`);
    await eventually('it is forgotten', async () => (await as(bob, 'push.list', {})).devices.length === 0);
  });

  it('[GW-74] loses nothing and shows nothing twice although workers are killed', async () => {
    const phone = await subscribe(bob);
    await worker!.close();
    worker = undefined;
    const { mongodbUri, natsUrl, mongodbDb } = context.settings;
    const env = { MONGODB_URI: mongodbUri, NATS_URL: natsUrl, MONGODB_DB: mongodbDb, COZY_PUSH_PRIVATE: 'true' };
    const start = async (): Promise<ChildProcess> => {
      const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], { env: { ...process.env, ...env } });
      await once(child.stdout, 'data');
      return child;
    };
    const sent: string[] = [];
    for (let round = 0; round < 2; round++) {
      const child = await start();
      for (let i = 0; i < 4; i++) sent.push((await say(ann, `${round}.${i} <@${bob.id}>`)).id);
      if (round > 0) await eventually('a device is being told', () => phone.notices.length > 0);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    worker = await startWorker(context);
    const tags = () => new Set(phone.notices.map(({ tag }) => tag));
    // A killed worker's lease and jobs are free after ten seconds each.
    const until = performance.now() + 45_000;
    while (tags().size < sent.length && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect([...tags()].sort()).to.deep.equal(sent.sort());
  });

  it('calls public https addresses only', async () => {
    const strict = await openContext();
    try {
      const who = await person(strict.context);
      const { keys } = device();
      for (const endpoint of [
        'http://push.example.org/x',
        'https://127.0.0.1/x',
        'https://[::ffff:10.0.0.1]/x',
        'https://a@b.example/x',
        `https://push.example.org/${'x'.repeat(LIMITS.pushEndpointLength)}`,
      ]) {
        const refused = run(strict.context, who, 'push.subscribe', { endpoint, keys });
        const error = await refused.then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error, endpoint).to.be.instanceOf(CozyError);
        expect((error as CozyError).code).to.equal('INVALID_INPUT');
      }
      const notice = { title: 'a', body: 'b', path: '/', tag: '1' };
      // A name is looked at when it is called: what it stands for may change.
      const named = { endpoint: 'https://localhost/x', keys, created_at: '' };
      const failed = await sendPush(strict.context, named, notice, AbortSignal.timeout(5_000)).then(String, String);
      expect(failed).to.contain('private network');
    } finally {
      await strict.drop();
    }
  });
});
