import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { ReadMarker } from '../src/instance/readMarker.ts';

/** A marker whose sends are answered by hand, in the order in which they come. */
function setup() {
  const sent: string[] = [];
  const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const waiting: (() => void)[] = [];
  const state = { ready: true };
  const marker = new ReadMarker({
    pause: 1,
    ready: () => state.ready,
    send: ({ message_id }) =>
      new Promise<void>((resolve, reject) => {
        sent.push(message_id);
        answers.push({ resolve, reject });
        waiting.shift()?.();
      }),
  });
  const sentCount = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => (sent.length >= count ? resolve() : waiting.push(look));
      look();
    });
  return { marker, sent, answers, state, sentCount };
}

describe('ReadMarker', () => {
  it('sends the first and then only the newest of many', async () => {
    const { marker, sent, answers, sentCount } = setup();
    for (const id of ['1', '2', '3', '4']) marker.mark('c', id);
    expect(sent).to.deep.equal(['1']);
    answers[0]?.resolve();
    await sentCount(2);
    expect(sent).to.deep.equal(['1', '4']);
  });

  it('marks again after a retryable failure, and when the connection is back', async () => {
    const { marker, sent, answers, state, sentCount } = setup();
    marker.mark('c', '1');
    answers[0]?.reject(new CozyError('RATE_LIMITED'));
    await sentCount(2);
    expect(sent).to.deep.equal(['1', '1']);
    state.ready = false;
    marker.mark('d', '9');
    expect(sent).to.have.length(2);
    state.ready = true;
    marker.flush();
    expect(sent.at(-1)).to.equal('9');
  });
});
