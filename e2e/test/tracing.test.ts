import { expect } from 'chai';
import { Cluster } from '../harness/cluster.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { type Span, TraceReceiver } from '../harness/traceReceiver.ts';

describe('OpenTelemetry traces', function () {
  this.timeout(120_000);
  let receiver: TraceReceiver;
  let cluster: Cluster;
  let circle: Circle;

  before(async () => {
    receiver = await TraceReceiver.start();
    cluster = await Cluster.start({ settings: { COZY_OTLP_URL: receiver.url } });
    circle = await makeCircle([cluster.nodes[0]!.origin], 2);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await cluster?.end();
    await receiver?.stop();
  });

  const named = (name: string) => receiver.spans.filter((span) => span.name === name);

  it('follow one message from its command through log and fan-out to the database', async () => {
    const { channelId } = circle;
    const input = { channel_id: channelId, content: 'words that nobody else reads', nonce: 'traced' };
    await circle.clients[0]!.request('message.send', input);
    let trace: Span[] = [];
    await until(
      () => {
        const command = named('command message.send')[0];
        trace = receiver.spans.filter(({ traceId }) => traceId === command?.traceId);
        return trace.length >= 4;
      },
      () => `four spans of one trace are there; these are: ${receiver.spans.map(({ name }) => name).join(', ')}`,
      20_000,
    );
    const [command] = named('command message.send') as [Span];
    const append = trace.find(({ name }) => name === 'log append')!;
    const fanOut = trace.find(({ name }) => name === 'fan-out')!;
    const project = trace.find(({ name }) => name === 'project')!;
    expect(trace.map(({ name }) => name)).to.have.members(['command message.send', 'log append', 'fan-out', 'project']);
    expect(command.parentSpanId ?? '').to.equal('');
    expect(append.parentSpanId).to.equal(command.spanId);
    expect(fanOut.parentSpanId).to.equal(append.spanId);
    expect(project.parentSpanId).to.equal(append.spanId);
    expect([command, append, fanOut, project].map(({ part }) => part)).to.deep.equal([
      'gateway+rest',
      'gateway+rest',
      'gateway+rest',
      'worker',
    ]);
    const request = command.attributes.find(({ key }) => key === 'cozy.request')?.value.stringValue;
    expect(request).to.match(/^[0-9a-f-]{36}-\d+$/);
  });

  it('hold nothing that people wrote', () => {
    expect(JSON.stringify(receiver.spans)).not.to.contain('nobody else reads');
  });
});
