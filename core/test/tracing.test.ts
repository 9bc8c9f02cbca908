import { headers } from '@nats-io/transport-node';
import { expect } from 'chai';
import {
  continueTrace,
  continueTraces,
  setTracing,
  traced,
  traceFields,
  traceHeaders,
  traceOf,
} from '../src/tracing.ts';

/** A message whose headers nobody may decode. */
const untouchable = {
  get headers(): never {
    throw new Error('The headers were decoded');
  },
};

describe('Tracing', () => {
  afterEach(() => setTracing(false));

  it('that is off runs what it is given and adds and reads nothing', async () => {
    expect(await traced('some work', {}, async () => traceHeaders())).to.equal(undefined);
    expect(traceFields()).to.deep.equal({});
    expect(traceOf(untouchable)).to.equal(undefined);
    continueTrace('read', undefined)();
    continueTraces('read', [untouchable, untouchable])();
  });

  it('takes the trace of messages that carry one', () => {
    setTracing(true);
    const carrying = headers();
    carrying.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(traceOf({ headers: carrying })).to.equal('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(traceOf({ headers: headers() })).to.equal(undefined);
    expect(traceOf({})).to.equal(undefined);
  });

  it('throws on what the work throws', async () => {
    setTracing(true);
    const failing = traced('some work', {}, async () => {
      throw new Error('failed');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('failed');
  });
});
