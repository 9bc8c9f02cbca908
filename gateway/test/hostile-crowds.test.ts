import { encodeFrame, LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { RawPeer, upgradeRequest, WS } from './hostile/rawPeer.ts';
import { pause, Stage, times } from './hostile/stage.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** What anybody may make the server keep of a message that has not come whole. */
const KEPT = 2 * LIMITS.frameBytes;
/** Bytes that a socket without a session may cost, and a subscription. */
const SOCKET = 16 * KIB;
const SUBSCRIPTION = KIB;
/** Milliseconds for which a server waits for the head of a request, and some more. */
const HEAD_TIMEOUT = 16_000;

describe('Crowds of hostile clients', function () {
  this.timeout(120_000);
  const stage = new Stage();

  it('[GW-12] are given 15 seconds, 2,000 of them that say nothing and 200 that never end their first message', async () => {
    const { resident } = await stage.server.memory();
    const silent = await times(2_000, () => RawPeer.open(stage.server.port));
    const half = await times(200, () => RawPeer.open(stage.server.port));
    for (const peer of half) {
      peer.frame(WS.binary, Buffer.alloc(LIMITS.frameBytes), { fin: false });
      peer.frame(WS.continuation, Buffer.alloc(LIMITS.frameBytes - 1), { fin: false });
    }
    await pause(2_000);
    const more = (await stage.server.memory()).resident - resident;
    expect(more, 'bytes of all of them').to.be.below(half.length * KEPT * 2 + silent.length * SOCKET + 16 * MIB);
    const codes = await Promise.all([...silent, ...half].map((peer) => peer.closed()));
    expect(new Set(codes)).to.deep.equal(new Set([4003]));
  });

  it('[REST-10] are cut off when a request or an upgrade does not begin, or its head does not end, in 10 seconds', async () => {
    const began = performance.now();
    const slow = await times(300, async (i) => {
      const peer = await RawPeer.connect(stage.server.port);
      const head = i % 3 === 1 ? upgradeRequest() : 'GET /api/v1/users/@me HTTP/1.1\r\nHost: x\r\n';
      let sent = 0;
      // The first third says nothing at all; the others go on letter by letter, and never end.
      const drip = setInterval(() => {
        if (i % 3 > 0 && sent < head.length - 4) peer.socket.write(head[sent++]!);
      }, 250);
      peer.socket.once('close', () => clearInterval(drip));
      return peer;
    });
    const codes = await Promise.all(slow.map((peer) => peer.closed(HEAD_TIMEOUT)));
    expect(new Set(codes)).to.deep.equal(new Set([1006]));
    expect(performance.now() - began).to.be.above(5_000);
    for (const peer of slow) expect(peer.received.length, 'an answer').to.equal(0);
  });

  it('[REST-10] are heard out up to a head of 4 KiB, and cut off when it never ends', async () => {
    const whole = upgradeRequest(`X: ${'y'.repeat(4 * KIB - upgradeRequest('X: \r\n').length)}\r\n`);
    expect(whole).to.have.length(4 * KIB);
    const patient = await RawPeer.connect(stage.server.port);
    for (const part of [whole.slice(0, 2 * KIB), whole.slice(2 * KIB)]) {
      patient.socket.write(part);
      await pause(50);
    }
    await patient.until('the upgrade', () => patient.received.includes('101 Switching'));
    patient.drop();
    const peers = await times(50, async () => {
      const peer = await RawPeer.connect(stage.server.port);
      peer.socket.write('GET /gateway?v=1 HTTP/1.1\r\n');
      for (let i = 0; i < 100 && !peer.ended; i++) {
        peer.socket.write(`X-${i}: ${'y'.repeat(1_000)}\r\n`);
        await pause(2);
      }
      await peer.closed(5_000);
      return peer;
    });
    for (const peer of peers) expect(peer.received).to.have.length(0);
  });

  it('[GW-41] [GW-45] have 200 channels in view and no more, however often and however many they name', async () => {
    const { channels, id } = await stage.ownCommunity();
    const client = await stage.server.identified(stage.mallory.token);
    for (let i = 0; i < LIMITS.frameBurst - 50; i++) {
      client.send({ op: Op.Subscribe, d: { communities: [id], channels: i % 2 ? channels : [...channels].reverse() } });
    }
    await client.settled();
    const endless = Array.from({ length: 100_000 }, (_, i) => String(175_928_847_299_117_063n + BigInt(i)));
    client.send({ op: Op.Subscribe, d: { communities: [], channels: endless } });
    expect([1006, 4002]).to.include(await client.closed());
  });

  it('[GW-41] hold 100,000 subscriptions in little memory, and give it back', async () => {
    const { channels, id } = await stage.ownCommunity();
    const { resident } = await stage.server.memory();
    const clients = await times(
      500,
      async () => {
        const client = await stage.server.identified(stage.mallory.token);
        client.send({ op: Op.Subscribe, d: { communities: [id], channels } });
        await client.settled();
        return client;
      },
      25,
    );
    const more = (await stage.server.memory()).resident - resident;
    for (const client of clients) client.drop();
    const most = clients.length * (SOCKET + channels.length * SUBSCRIPTION) + 16 * MIB;
    expect(more, 'bytes of all of them').to.be.below(most);
  });

  it('[GW-48] are closed when they do not read while much is said', async () => {
    const deaf = await times(
      20,
      async () => {
        const peer = await RawPeer.open(stage.server.port);
        peer.frame(WS.binary, encodeFrame('msgpack', { op: Op.Identify, d: { token: stage.mallory.token } }));
        await peer.until('READY', () => peer.received.includes('READY'));
        peer.socket.pause();
        return peer;
      },
      10,
    );
    const { resident } = await stage.server.memory();
    await stage.shout(2_000);
    const more = (await stage.server.memory()).resident - resident;
    // The limit holds for what waits in the server; the kernel's buffers are of its own.
    expect(more, 'bytes of all of them').to.be.below(deaf.length * 4 * LIMITS.slowReaderBytes + 64 * MIB);
    for (const peer of deaf) peer.socket.resume();
    const codes = await Promise.all(deaf.map((peer) => peer.closed()));
    // Who falls behind by more than the server looks away for is cut off.
    expect(codes).to.include(4016);
    for (const code of codes) expect([1006, 4016]).to.include(code);
  });

  it('[GW-14] [GW-52] identify in vain, and over and over', async () => {
    const forged = `${stage.mallory.token.slice(0, -6)}AAAAAA`;
    const codes = await times(1_500, async (i) => {
      const client = await stage.server.connect({ encoding: i % 2 ? 'json' : 'msgpack' });
      client.identify(forged);
      return await client.closed();
    });
    expect(new Set(codes)).to.deep.equal(new Set([4004]));
    await times(500, async () => {
      const client = await stage.server.connect();
      client.identify(stage.mallory.token);
      // Gone before the answer.
      client.drop();
    });
    expect((await stage.server.identified(stage.mallory.token)).names).to.include('READY');
  });
});
