import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect as connectNats } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { connect, gather, register } from './community.ts';
import { startInstance } from './instance.ts';
import { atMost, type Figure, figure, percentile, type Report } from './measure.ts';

const ROUNDS = 5;
const SENDS = 400;
/** Milliseconds between two sends: one person may send a hundred in a second. */
const PACE = 12;
const CONTENT = 'A message of about the usual length, so that the sizes on the wire are those of real life.';

/**
 * Milliseconds from message.send to its response, and to its delivery at another client, through the durable log, one
 * after another; in the same rounds a bare JetStream publish with acknowledgement and a bare insert of the same bytes.
 */
export async function sendAck(): Promise<Report> {
  const instance = await startInstance();
  const nats = await connectNats({ servers: instance.natsUrl });
  const mongo = await new MongoClient(instance.mongodbUri).connect();
  try {
    const accounts = [await register(instance), await register(instance)];
    const { channelId } = await gather(instance, accounts);
    const sender = await connect(instance, accounts[0]!);
    const reader = await connect(instance, accounts[1]!);
    await (await jetstreamManager(nats)).streams.add({ name: 'BARE', subjects: ['bare'] });
    const bareLog = jetstream(nats);
    const bareInserts = mongo.db('bench').collection('bare');

    const arrived = new Map<string, (at: number) => void>();
    reader.on('dispatch', ({ name, data }) => {
      if (name === 'MESSAGE_CREATE') arrived.get(data.nonce ?? '')?.(performance.now());
    });
    let number = 0;
    const times = { ack: [] as number[], delivery: [] as number[], log: [] as number[], insert: [] as number[] };
    const send = async () => {
      const nonce = String(++number);
      const delivered = new Promise<number>((resolve) => arrived.set(nonce, resolve));
      const start = performance.now();
      await sender.request('message.send', { channel_id: channelId, content: CONTENT, nonce });
      times.ack.push(performance.now() - start);
      times.delivery.push((await delivered) - start);
      arrived.delete(nonce);
    };
    const timed = async (into: number[], run: () => Promise<unknown>) => {
      const start = performance.now();
      await run();
      into.push(performance.now() - start);
    };
    const rounds: Record<string, number[]> = {};
    for (let round = 0; round <= ROUNDS; round++) {
      for (const list of Object.values(times)) list.length = 0;
      for (let i = 0; i < SENDS; i++) {
        await send();
        await timed(times.log, () => bareLog.publish('bare', CONTENT));
        await timed(times.insert, () => bareInserts.insertOne({ content: CONTENT }));
        await new Promise((resolve) => setTimeout(resolve, PACE));
      }
      // The first round warms everything up.
      if (round === 0) continue;
      for (const [name, list] of Object.entries(times)) {
        for (const share of [0.5, 0.99]) {
          const key = `${name}_p${share * 100}`;
          rounds[key] = [...(rounds[key] ?? []), percentile(list, share)];
        }
      }
    }
    const figures: Record<string, Figure> = {};
    for (const [name, values] of Object.entries(rounds)) figures[name] = figure(values, 'ms');
    const ratios = rounds.ack_p50!.map((value, i) => value / rounds.log_p50![i]!);
    figures.ack_to_log = figure(ratios, 'ratio of medians');
    sender.close();
    reader.close();
    return { bench: 'send-ack', figures, goals: [atMost('ack_p99 in ms', figures.ack_p99!.median, 100)] };
  } finally {
    await nats.close();
    await mongo.close();
    await instance.stop();
  }
}
