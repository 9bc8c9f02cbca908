import { CozyError, ERRORS } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import { badRequest, closingMessage, SEED } from '../../harness/badFrames.ts';
import type { Cluster, Part } from '../../harness/cluster.ts';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle, register } from '../../harness/people.ts';
import { residentBytes, until } from '../../harness/processes.ts';
import { RawSocket } from '../../harness/rawSocket.ts';
import { sharedCluster } from '../../harness/shared.ts';

/** Generated frames in all, from the issue. */
const FRAMES = 100_000;
const BURST = 10_000;
/** Frames that one connection may send at once without being closed: the limit and those over it. */
const BORNE = 1250;
/** Frames of a quiet connection, few enough to stay below the rate limit. */
const REQUESTS = 250;
/** Messages after which connections are closed, each on a connection of its own. */
const CLOSING = 400;
const AT_ONCE = 16;
const MIB = 1024 * 1024;
/** What a process may hold more than after the first round, once it had time to collect its garbage. */
const GROWTH_MIB = 64;

describe('bad input', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let node: Part;
  let circle: Circle;
  let load: Load;
  let token: string;

  before(async () => {
    console.log(`      seed ${SEED}; COZY_SEED=${SEED} repeats it`);
    cluster = await sharedCluster();
    node = cluster.nodes[0]!;
    circle = await makeCircle([node.origin], 2);
    token = (await register(node.origin, 'mallory')).access_token;
    // What healthy clients do meanwhile.
    load = new Load(circle.channelId, circle.clients, 10);
    load.start();
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
  });

  it('closes with the documented code whatever is no frame, or not one of a client [GW-6] [GW-44] [GW-45]', async () => {
    const messages = fc.sample(closingMessage, { numRuns: CLOSING, seed: SEED });
    await inParallel(messages, async ({ bytes, binary, closes }, i) => {
      const raw = await RawSocket.identified(node.origin, token);
      raw.sendBytes(bytes, binary);
      const what = `message ${i} (${Buffer.from(bytes.subarray(0, 40)).toString('hex')})`;
      expect(closes, what).to.include(await raw.closeCode(what));
    });
  });

  it('answers each impossible request with an error of the table [GW-31] [GW-32] [GW-33]', async () => {
    const requests = fc.sample(badRequest, { numRuns: REQUESTS * 8, seed: SEED });
    const raws = await Promise.all(Array.from({ length: 8 }, () => RawSocket.identified(node.origin, token)));
    const codes = new Set<string>();
    await Promise.all(
      raws.map(async (raw, k) => {
        for (const [i, { t, d }] of requests.slice(k * REQUESTS, (k + 1) * REQUESTS).entries()) {
          const { e } = await raw.request(t, i + 1, d);
          expect(e, `the answer to ${t} ${JSON.stringify(d)?.slice(0, 200)}`).to.not.equal(undefined);
          codes.add(e!.code);
          if (e?.code === 'RATE_LIMITED') await new Promise((resolve) => setTimeout(resolve, 1000 * e.retry_after!));
        }
        raw.end();
      }),
    );
    expect([...codes]).to.include.members(['UNKNOWN_COMMAND', 'INVALID_INPUT']);
    expect([...codes]).to.not.include('INTERNAL');
  });

  it('closes forged, foreign and expired tokens with 4004 [GW-14]', async () => {
    const [header, body, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const other = await register(node.origin, 'other');
    const forged = {
      'a later end': `${header}.${encode({ ...claims, exp: 4e9 })}.${signature}`,
      'an early end': `${header}.${encode({ ...claims, exp: 1 })}.${signature}`,
      'another account': `${header}.${encode({ ...claims, sub: other.user.id })}.${signature}`,
      'no signature': `${header}.${body}.`,
      'the algorithm none': `${encode({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      'the signature of another': `${header}.${body}.${other.access_token.split('.')[2]}`,
      'a refresh token': other.refresh_token,
      'no token at all': 'x',
      'a bot that does not exist': 'bot.1399999999999990001.secret',
      'a null byte': `${token}\0`,
    };
    for (const [what, bad] of Object.entries(forged)) {
      const raw = await RawSocket.open(node.origin);
      raw.send({ op: 2, d: { token: bad } });
      expect(await raw.closeCode(what), what).to.equal(4004);
    }
  });

  it('shows nothing of a foreign community [GW-38]', async () => {
    const raw = await RawSocket.identified(node.origin, token);
    const { communityId: community_id, channelId: channel_id, people } = circle;
    const user_id = people[1]!.user.id;
    const message_id = [...load.acknowledged.values()][0]?.id ?? community_id;
    const requests: [string, object, string][] = [
      ['message.send', { channel_id, content: 'x', nonce: 'x' }, 'UNKNOWN_CHANNEL'],
      ['message.history', { channel_id }, 'UNKNOWN_CHANNEL'],
      ['message.edit', { channel_id, message_id, content: 'x' }, 'UNKNOWN_CHANNEL'],
      ['message.delete', { channel_id, message_id }, 'UNKNOWN_CHANNEL'],
      ['reaction.add', { channel_id, message_id, emoji: '👍' }, 'UNKNOWN_CHANNEL'],
      ['read.mark', { channel_id, message_id }, 'UNKNOWN_CHANNEL'],
      ['typing.start', { channel_id }, 'UNKNOWN_CHANNEL'],
      ['channel.delete', { channel_id }, 'UNKNOWN_CHANNEL'],
      ['channel.create', { community_id, name: 'x', type: 'text' }, 'UNKNOWN_COMMUNITY'],
      ['community.update', { community_id, name: 'x' }, 'UNKNOWN_COMMUNITY'],
      ['community.delete', { community_id }, 'UNKNOWN_COMMUNITY'],
      ['invite.create', { community_id }, 'UNKNOWN_COMMUNITY'],
      ['member.list', { community_id }, 'UNKNOWN_COMMUNITY'],
      ['member.kick', { community_id, user_id }, 'UNKNOWN_COMMUNITY'],
      ['role.create', { community_id, name: 'x' }, 'UNKNOWN_COMMUNITY'],
    ];
    for (const [n, [t, d, code]] of requests.entries()) {
      expect((await raw.request(t, n + 1, d)).e?.code, t).to.equal(code);
    }
    const { length } = raw.frames;
    raw.send({ op: 14, d: { communities: [community_id], channels: [channel_id] } });
    raw.send({ op: 8, d: { community_id } });
    const chunk = await raw.frame((frame) => frame.t === 'COMMUNITY_MEMBERS_CHUNK', 'the members');
    expect((chunk.d as { members: unknown[] }).members).to.deep.equal([]);
    await circle.clients[0]!.request('typing.start', { channel_id });
    await load.more(5);
    expect(
      raw.frames.slice(length).filter(({ t }) => t !== undefined && t !== 'COMMUNITY_MEMBERS_CHUNK'),
    ).to.deep.equal([]);
    raw.end();
  });

  it('takes 4,000 characters and refuses 4,001, and control characters [GW-40]', async () => {
    const { channelId: channel_id } = circle;
    // In a channel of its own, where the load does not count it.
    const owner = circle.clients[0]!;
    const { channel } = await owner.request('channel.create', {
      community_id: circle.communityId,
      name: 'texts',
      type: 'text',
    });
    const code = (content: string, nonce: string) =>
      owner.request('message.send', { channel_id: channel.id, content, nonce }).then(
        () => 'sent',
        (error: unknown) => (error instanceof CozyError ? error.code : String(error)),
      );
    expect(channel_id).to.not.equal(channel.id);
    expect(await code('x'.repeat(4000), 'a')).to.equal('sent');
    expect(await code('two\nlines\tand a tab', 'b')).to.equal('sent');
    for (const bad of ['x'.repeat(4001), '', ' \n ', 'a\0b', 'a\u0007b', 'a\u001b[31mb', 'a\u202eb', 'a\u0085b']) {
      expect(await code(bad, 'c'), JSON.stringify(bad.slice(0, 20))).to.equal('INVALID_INPUT');
    }
    // Half a surrogate pair cannot be written as UTF-8, but JSON can name it.
    const raw = await RawSocket.identified(node.origin, circle.people[0]!.access_token, 'json');
    const { e } = await raw.request('message.send', 1, { channel_id: channel.id, content: 'a\ud800b', nonce: 'd' });
    expect(e?.code).to.equal('INVALID_INPUT');
    raw.end();
  });

  it(`bears ${FRAMES.toLocaleString('en')} generated frames on ${FRAMES / BORNE} connections without growing [GW-46]`, async () => {
    const connections = Array.from({ length: FRAMES / BORNE }, (_, k) => k);
    let answers = 0;
    const flood = async (k: number) => {
      const raw = await RawSocket.identified(node.origin, token);
      const requests = fc.sample(badRequest, { numRuns: BORNE, seed: SEED + k });
      for (const [n, { t, d }] of requests.entries()) raw.send({ op: 20, t, n, d });
      await raw.until(() => raw.answers.length === BORNE, 'every frame is answered');
      answers += raw.answers.length;
      for (const { e } of raw.answers) {
        if (!e || !(e.code in ERRORS) || e.code === 'INTERNAL') expect.fail(`Answered with ${JSON.stringify(e)}`);
        if (e.code === 'RATE_LIMITED') expect(e.retry_after).to.be.above(0);
      }
      raw.end();
    };
    await inParallel(connections.slice(0, 8), flood);
    const first = residentBytes(node.pid);
    await inParallel(connections.slice(8), flood);
    expect(answers).to.equal(FRAMES);
    const grown = () => Math.round((residentBytes(node.pid) - first) / MIB);
    await until(
      () => grown() < GROWTH_MIB,
      () => `the node gives memory back; it has grown by ${grown()} MiB`,
      60_000,
    );
  });

  it(`closes a burst of ${BURST.toLocaleString('en')} frames [GW-47]`, async () => {
    const raw = await RawSocket.identified(node.origin, token);
    for (let n = 0; n < BURST; n++) raw.send({ op: 20, t: 'user.me', n });
    expect(await raw.closeCode('a burst')).to.equal(4008);
    // None at all when the whole burst is read in one turn: the connection ends before any answer is ready.
    expect(raw.answers.filter(({ d }) => d !== undefined).length, 'requests that were carried out').to.be.at.most(400);
  });

  it('leaves healthy clients undisturbed', async () => {
    await load.finish();
    for (const client of circle.clients) {
      expect(
        client.states.filter((state) => state === 'waiting'),
        'lost connections',
      ).to.deep.equal([]);
    }
    expect(Object.fromEntries(load.refusals)).to.deep.equal({});
    await expectExactlyOnce(load, circle.clients);
  });
});

/** Runs an act for each value, a bounded number at once, and fails with the first failure. */
async function inParallel<T>(values: T[], act: (value: T, index: number) => Promise<void>): Promise<void> {
  const left = [...values.entries()];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) await act(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
