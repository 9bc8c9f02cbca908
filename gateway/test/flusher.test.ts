import { encodeFrame, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { Flusher } from '../src/flusher.ts';
import { MadeEvent } from '../src/frames.ts';
import { Topic } from '../src/topic.ts';
import { wireFor } from '../src/wire.ts';

/** A server that writes down what is published, and when. */
function recorder() {
  const published: { at: number; message: Uint8Array }[] = [];
  const publish = (_topic: string, message: Uint8Array) => published.push({ at: performance.now(), message });
  return { published, app: { publish } as never };
}

/** A topic with so many sessions. */
function topicOf(count: number): Topic {
  const topic = new Topic();
  const session = { wire: wireFor('msgpack', 0), subscribe: () => undefined } as never;
  for (let i = 0; i < count; i++) topic.add(session);
  return topic;
}

const event = (user_id: string) => new MadeEvent('PRESENCE_UPDATE', { community_id: '1', user_id, status: 'online' });
const frame = (user_id: string) =>
  encodeFrame('msgpack', {
    op: Op.Dispatch,
    t: 'PRESENCE_UPDATE',
    d: { community_id: '1', user_id, status: 'online' },
  });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('The flusher', () => {
  it('[GW-59] sends what comes in one turn of a quiet node in one message, in order, at the turn’s end', async () => {
    const { published, app } = recorder();
    const flusher = new Flusher(app);
    const topic = topicOf(3);
    for (const id of ['1', '2', '3']) flusher.publish(topic, event(id));
    expect(published).to.have.length(0);
    await turn();
    expect(published.map(({ message }) => Buffer.from(message))).to.deep.equal([
      Buffer.concat([frame('1'), frame('2'), frame('3')]),
    ]);
    flusher.publish(topic, event('4'));
    await turn();
    expect(published).to.have.length(2);
    expect(flusher.window).to.equal(0);
  });

  it('[GW-59] gathers for longer the more there is to deliver, and for at most 8 ms', async () => {
    const { published, app } = recorder();
    const flusher = new Flusher(app);
    const topic = topicOf(5_000);
    const since = performance.now();
    let sent = 0;
    while (performance.now() - since < 400) {
      flusher.publish(topic, event(String(sent++)));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(flusher.window).to.equal(8);
    flusher.flush();
    const late = published.filter(({ at }) => at - since > 200);
    const gaps = late.slice(1).map(({ at }, i) => at - late[i]!.at);
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).to.be.above(6);
    const bytes = published.reduce((sum, { message }) => sum + message.length, 0);
    const expected = Array.from({ length: sent }, (_, i) => frame(String(i)).length).reduce((sum, n) => sum + n, 0);
    expect(bytes, 'nothing is left out').to.equal(expected);
  });

  it('sends nothing to a topic that nobody receives', async () => {
    const { published, app } = recorder();
    const flusher = new Flusher(app);
    flusher.publish(topicOf(0), event('1'));
    await turn();
    flusher.flush();
    expect(published).to.deep.equal([]);
  });
});
