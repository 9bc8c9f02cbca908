import { deflateRawSync } from 'node:zlib';
import { encodeFrame, LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { type FrameOptions, RawPeer, WS } from './hostile/rawPeer.ts';
import { pause, Stage, times } from './hostile/stage.ts';
import { ServerProcess } from './serverProcess.ts';

const MIB = 1024 * 1024;
/** What anybody may make the server keep of a message that has not come whole. */
const KEPT = 2 * LIMITS.frameBytes;

const beat = encodeFrame('msgpack', { op: Op.Heartbeat });
const identify = (token: string) => encodeFrame('msgpack', { op: Op.Identify, d: { token } });

describe('Hostile frames', function () {
  this.timeout(60_000);
  const stage = new Stage();

  const frames: Record<string, [opcode: number, payload: Uint8Array, options: FrameOptions]> = {
    'a length beyond all memory': [WS.binary, beat, { length: 2n ** 64n - 1n }],
    'a length of 1 MiB': [WS.binary, beat, { length: 1_048_576n }],
    'a length just above what is kept': [WS.binary, beat, { length: BigInt(KEPT + 1) }],
    'a compressed frame that was not agreed on': [WS.binary, deflateRawSync(beat), { reserved: 4 }],
    'a compression bomb': [WS.binary, deflateRawSync(Buffer.alloc(100 * MIB)), { reserved: 4 }],
    'the other reserved bits': [WS.binary, beat, { reserved: 3 }],
    'an opcode of no frame': [3, beat, {}],
    'an opcode of no control frame': [11, beat, {}],
    'a ping that is too long': [WS.ping, Buffer.alloc(126), {}],
    'a ping in pieces': [WS.ping, beat, { fin: false }],
    'the end of a message without its beginning': [WS.continuation, beat, {}],
    'text that is not UTF-8': [WS.text, Uint8Array.of(0xff, 0xfe), {}],
  };
  for (const [what, [opcode, payload, options]] of Object.entries(frames)) {
    it(`[GW-45] are cut off at once after ${what}`, async () => {
      const codes = await times(20, async () => {
        const peer = await RawPeer.open(stage.server.port);
        peer.frame(opcode, payload, options);
        return await peer.closed(5_000);
      });
      expect(new Set(codes)).to.deep.equal(new Set([1006]));
    });
  }

  it('[GW-45] gain nothing by frames without a mask', async () => {
    for (const count of [1, 2, 50]) {
      const peer = await RawPeer.open(stage.server.port);
      peer.frame(WS.binary, identify(stage.mallory.token));
      await peer.until('READY', () => peer.received.includes('READY'));
      // The first four bytes are taken for a mask, so what comes is noise.
      for (let i = 0; i < count; i++)
        peer.frame(WS.binary, encodeFrame('msgpack', { op: Op.Heartbeat, d: {} }), { masked: false });
      peer.frame(WS.binary, Buffer.alloc(16));
      expect([1006, 4001, 4002]).to.include(await peer.closed(5_000));
    }
  });

  it('[GW-1] agree on no compression, whatever they offer', async () => {
    for (const offer of [
      'permessage-deflate',
      'permessage-deflate; client_max_window_bits',
      'x-webkit-deflate-frame',
    ]) {
      const peer = await RawPeer.open(stage.server.port, `Sec-WebSocket-Extensions: ${offer}\r\n`);
      expect(peer.received.toString('latin1'))
        .to.contain('101 Switching')
        .and.not.match(/extensions/i);
      peer.drop();
    }
  });

  it('[GW-45] are cut off when their message grows beyond what is kept, piece by piece', async () => {
    const { resident } = await stage.server.memory();
    const codes = await times(200, async () => {
      const peer = await RawPeer.open(stage.server.port);
      peer.frame(WS.binary, Buffer.alloc(30_000), { fin: false });
      for (let i = 0; i < 20 && !peer.ended; i++) peer.frame(WS.continuation, Buffer.alloc(30_000), { fin: false });
      return await peer.closed(5_000);
    });
    expect(new Set(codes)).to.deep.equal(new Set([1006]));
    expect((await stage.server.memory()).resident - resident).to.be.below(200 * KEPT);
  });

  it('[GW-10] are timed out when their message never ends, though it goes on and on', async () => {
    const impatient = await ServerProcess.start(stage.engines, { heartbeatMs: 1_000 });
    const peer = await RawPeer.open(impatient.port);
    peer.frame(WS.binary, identify(stage.mallory.token));
    await peer.until('READY', () => peer.received.includes('READY'));
    peer.frame(WS.binary, beat, { fin: false });
    const drip = setInterval(() => peer.frame(WS.continuation, Uint8Array.of(0), { fin: false }), 100);
    expect(await peer.closed(10_000)).to.equal(4009);
    clearInterval(drip);
    await impatient.stop();
  });

  for (const opcode of [WS.ping, WS.pong]) {
    it(`[GW-46] [GW-47] are closed with 4008 when they flood with ${opcode === WS.ping ? 'pings' : 'pongs'}`, async () => {
      const codes = await times(20, async () => {
        const peer = await RawPeer.open(stage.server.port);
        for (let i = 0; i < 5_000; i++) peer.frame(opcode, beat);
        return await peer.closed(10_000);
      });
      expect(new Set(codes)).to.deep.equal(new Set([4008]));
    });
  }

  it('[GW-46] are given no pong that they do not take: pings of who never reads pile up nowhere', async () => {
    const { resident } = await stage.server.memory();
    const peers = await times(20, async () => {
      const peer = await RawPeer.open(stage.server.port);
      peer.socket.pause();
      for (let i = 0; i < LIMITS.frameBurst; i++) peer.frame(WS.ping, Buffer.alloc(125));
      return peer;
    });
    await pause(1_000);
    expect((await stage.server.memory()).resident - resident).to.be.below(16 * MIB);
    for (const peer of peers) peer.drop();
  });
});
