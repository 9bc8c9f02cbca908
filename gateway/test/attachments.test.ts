import { changeAttachment } from '@cozy/core';
import { expect } from 'chai';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

describe('Files of messages', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = (await Promise.all(['ann', 'bob'].map((name) => node.person(name)))) as [TestUser, TestUser];
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('[FILE-3] are told of whenever they change, also when that was before their message was there', async () => {
    const { channelId: channel_id } = await makeCommunity(node, ann, [bob]);
    const client = await node.connect();
    await client.ready(bob.token);
    const announced = { channel_id, filename: 'a.png', size: 10 };
    const { id } = (await node.run(ann, 'attachment.create', announced)).attachment;
    const sending = node.run(ann, 'message.send', { channel_id, content: '', nonce: 'x', attachments: [{ id }] });
    await changeAttachment(node.context, id, { status: 'processing' });
    await sending;
    const told = (status: string) =>
      client.event('ATTACHMENT_UPDATE', ({ attachment }) => attachment.status === status);
    const { data: created } = await client.event('MESSAGE_CREATE');
    // It was sent as it was when it was taken, and told of since then only if it was another one by then.
    if (created.attachments?.[0]?.status === 'uploading') await told('processing');
    const { message } = await sending;
    await changeAttachment(node.context, id, { status: 'ready', width: 3, height: 2, content_type: 'image/png' });
    const {
      data: { attachment, message_id },
    } = await told('ready');
    expect(message_id).to.equal(message.id);
    const history = await node.run(bob, 'message.history', { channel_id, at: client.cursors });
    expect(history.messages[0]!.attachments).to.deep.equal([attachment]);
    expect(attachment).to.deep.equal({
      id,
      filename: 'a.png',
      size: 10,
      status: 'ready',
      content_type: 'image/png',
      width: 3,
      height: 2,
    });
  });
});
