import { CozyError, type Message } from '@cozy/protocol';
import { expect } from 'chai';
import { Client } from '../../harness/client.ts';
import { Cluster } from '../../harness/cluster.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';
import { type Wire, wireTo } from '../../harness/wire.ts';

describe('a node that dies between the acknowledgement of the log and its answer', function () {
  this.timeout(120_000);
  let cluster: Cluster;
  let wire: Wire;
  let circle: Circle;
  let sender: Client;

  before(async () => {
    // The first node reaches NATS by a wire.
    cluster = await Cluster.start({
      nodes: 2,
      ofNode: async (index, { natsUrl }): Promise<Record<string, string>> => {
        if (index !== 0) return {};
        const { hostname, port } = new URL(natsUrl);
        wire = await wireTo(hostname, Number(port));
        return { NATS_URL: `nats://${wire.address}` };
      },
    });
    const [first, second] = cluster.nodes.map(({ origin }) => origin) as [string, string];
    // Readers are on both nodes, and those of the first go to the second when it is gone.
    circle = await makeCircle([first, second, second, second, second], 4);
    sender = new Client(circle.people[0]!.access_token, [first, second, second, second, second]);
    await sender.ready();
  });
  after(async () => {
    for (const client of [...(circle?.clients ?? []), ...(sender ? [sender] : [])]) client.close();
    await cluster?.end();
    await wire?.close();
  });

  it('has sent the message once: repeated at another node it is the same, and everybody got it once [GW-35] [GW-25]', async () => {
    const { clients, channelId } = circle;
    const input = { channel_id: channelId, content: 'Did you get this?', nonce: 'sent twice' };
    const of = (client: Client) => client.messages(channelId).map(({ message }) => message);
    const elsewhere = clients[1]!;
    const before = sender.states.length;

    wire.holdAnswers();
    let answer: Message | CozyError | undefined;
    const asked = sender.request('message.send', input).then(
      ({ message }) => {
        answer = message;
      },
      (error: CozyError) => {
        answer = error;
      },
    );
    // The log has it, as a reader on the other node shows; who sent it cannot know.
    await elsewhere.waitUntil(() => of(elsewhere).length > 0, 'a reader on the other node gets the message', 10_000);
    expect(answer).to.equal(undefined);
    await cluster.nodes[0]!.kill();
    await asked;
    expect(answer).to.be.instanceOf(CozyError);
    expect((answer as CozyError).code).to.equal('UNAVAILABLE');

    const { message } = await sender.insist('message.send', input);
    expect(sender.states.slice(before), 'the sender has lost its node').to.include('waiting');
    expect(message.id).to.equal(of(elsewhere)[0]?.id);
    // A later message shows that nothing more of the first can come.
    const { message: last } = await sender.insist('message.send', { ...input, content: 'Yes.', nonce: 'the last' });
    for (const [i, client] of [...clients, sender].entries()) {
      const what = `client ${i} is sent the last message`;
      await client.waitUntil(() => of(client).some(({ id }) => id === last.id), what, 20_000);
      expect(
        of(client).map(({ id }) => id),
        `messages of client ${i}`,
      ).to.deep.equal([message.id, last.id]);
    }
    const history = await elsewhere.history(channelId);
    expect(history.map(({ id, nonce }) => [id, nonce])).to.deep.equal([
      [message.id, 'sent twice'],
      [last.id, 'the last'],
    ]);
  });
});
