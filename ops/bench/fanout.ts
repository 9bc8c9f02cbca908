import { once } from 'node:events';
import { decodeFrames, encodeFrame, Op, type ServerFrame } from '@cozy/protocol';
import { WebSocket } from 'ws';
import { startBare } from './bare.ts';
import { connect, gather, register } from './community.ts';
import { Crowd } from './crowds.ts';
import { startInstance } from './instance.ts';
import { atMost, cpuSeconds, figure, type Report } from './measure.ts';

const SOCKETS = 1_000;
const ACCOUNTS = 10;
const ROUNDS = 5;
const EVENTS = 200;
const CONTENT = 'A message of about the usual length, so that the sizes on the wire are those of real life.';
/** Milliseconds between two events: a lively channel, not a flood. */
const PACE = 10;

interface Round {
  cpu: number;
  perSecond: number;
}

/**
 * What it costs the server to bring events to 1,000 sockets in one channel, in CPU seconds per million deliveries,
 * against a bare uWebSockets publish of the same bytes at the same pace; the two take turns.
 */
export async function fanout(): Promise<Report> {
  const instance = await startInstance();
  const bare = await startBare();
  try {
    const accounts = [];
    for (let i = 0; i < ACCOUNTS; i++) accounts.push(await register(instance));
    const { channelId } = await gather(instance, accounts);
    const sender = await connect(instance, accounts[0]!);
    const cozyCrowd = await Crowd.open({
      url: instance.gateway,
      sockets: SOCKETS,
      tokens: accounts.map(({ token }) => token),
    });
    const bareCrowd = await Crowd.open({ url: bare.url, sockets: SOCKETS, tokens: [] });
    const control = new WebSocket(bare.url);
    await once(control, 'message');

    let number = 0;
    const bytes = await frameBytes(instance.gateway, accounts[1]!.token, () =>
      sender.request('message.send', { channel_id: channelId, content: CONTENT, nonce: String(++number) }),
    );
    await cozyCrowd.reached(SOCKETS);
    const cozyRounds: Round[] = [];
    const bareRounds: Round[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const cozy = await measure(instance.server, cozyCrowd, () =>
        sender.request('message.send', { channel_id: channelId, content: CONTENT, nonce: String(++number) }),
      );
      const reference = await measure(bare.pid, bareCrowd, async () => control.send(`publish ${bytes}`));
      // The first round warms everything up.
      if (round === 0) continue;
      cozyRounds.push(cozy);
      bareRounds.push(reference);
    }
    const ratios = cozyRounds.map(({ cpu }, i) => cpu / bareRounds[i]!.cpu);
    sender.close();
    control.terminate();
    await Promise.all([cozyCrowd.close(), bareCrowd.close()]);
    const ratio = figure(ratios, 'ratio');
    return {
      bench: 'fanout',
      figures: {
        cozy_cpu: figure(
          cozyRounds.map(({ cpu }) => cpu),
          'CPU s per million deliveries',
        ),
        bare_cpu: figure(
          bareRounds.map(({ cpu }) => cpu),
          'CPU s per million deliveries',
        ),
        cozy_to_bare: ratio,
        cozy_rate: figure(
          cozyRounds.map(({ perSecond }) => perSecond),
          'deliveries/s',
        ),
        bare_rate: figure(
          bareRounds.map(({ perSecond }) => perSecond),
          'deliveries/s',
        ),
        frame: figure([bytes], 'bytes'),
      },
      goals: [atMost('cozy_to_bare', ratio.median, 1.5)],
    };
  } finally {
    await bare.stop();
    await instance.stop();
  }
}

async function measure(pid: number, crowd: Crowd, publish: () => Promise<unknown>): Promise<Round> {
  const before = crowd.received;
  const cpuBefore = cpuSeconds(pid);
  const start = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let i = 0; i < EVENTS; i++) {
    sent.push(publish());
    await new Promise((resolve) => setTimeout(resolve, PACE));
  }
  await Promise.all(sent);
  await crowd.reached(before + EVENTS * SOCKETS);
  const deliveries = EVENTS * SOCKETS;
  return {
    cpu: ((cpuSeconds(pid) - cpuBefore) / deliveries) * 1_000_000,
    perSecond: (deliveries / (performance.now() - start)) * 1_000,
  };
}

// The size of the frame that one message becomes, as a socket of its own sees it.
function frameBytes(gateway: string, token: string, send: () => Promise<unknown>): Promise<number> {
  const socket = new WebSocket(`${gateway}?v=1&encoding=msgpack&compress=none`);
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const [frame] = decodeFrames('msgpack', data) as [ServerFrame];
      if (frame.op === Op.Hello) socket.send(encodeFrame('msgpack', { op: Op.Identify, d: { token } }));
      if (frame.op !== Op.Dispatch) return;
      if (frame.t === 'READY') send().catch(reject);
      if (frame.t !== 'MESSAGE_CREATE') return;
      socket.terminate();
      resolve(data.length);
    });
  });
}
