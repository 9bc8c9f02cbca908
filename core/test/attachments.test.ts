import { CozyError, holdsMessages, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import { harmlessFilename } from '../src/attachments/filename.ts';
import { signLink, verifyLink } from '../src/attachments/links.ts';
import type { Context } from '../src/index.ts';
import { openContext, person, run, type TestUser } from './harness.ts';

const MB = 1024 * 1024;

/** The code of the error that something fails with. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (!(error instanceof CozyError)) throw error;
    return error.code;
  }
}

describe('Files of messages', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let ann: TestUser;
  let bob: TestUser;
  let channel_id: string;
  let otherId: string;
  let communityId: string;

  before(async () => {
    ({ context, drop } = await openContext({ COZY_UPLOAD_MB: '2' }));
    ann = await person(context);
    bob = await person(context);
    const { community } = await run(context, ann, 'community.create', { name: 'Home' });
    communityId = community.id;
    channel_id = community.channels[0]!.id;
    const made = { community_id: community.id, name: 'Other', type: 'text' } as const;
    otherId = (await run(context, ann, 'channel.create', made)).channel.id;
    const { invite } = await run(context, ann, 'invite.create', { community_id: community.id });
    await run(context, bob, 'invite.accept', { code: invite.code });
  });
  after(() => drop());

  const announce = async (who = ann, fields: object = {}) => {
    const input = { channel_id, filename: 'a.png', size: 10, ...fields };
    return (await run(context, who, 'attachment.create', input)).attachment;
  };
  const send = (who: TestUser, ids: string[], fields: object = {}) =>
    run(context, who, 'message.send', {
      channel_id,
      content: '',
      nonce: context.nextId(),
      attachments: ids.map((id) => ({ id })),
      ...fields,
    });

  it('[FILE-1] are announced, and sent with a message that need not have text', async () => {
    const attachment = await announce(bob, { filename: 'C:\\fakepath\\x.png', content_type: 'image/png' });
    expect(attachment).to.include({ filename: 'x.png', status: 'uploading', content_type: 'image/png', size: 10 });
    const described = [{ id: attachment.id, description: 'A picture' }];
    const { message } = await send(bob, [], { attachments: described });
    expect(message.attachments).to.deep.equal([{ ...attachment, description: 'A picture' }]);
    expect(await codeOf(send(bob, []))).to.equal('INVALID_INPUT');
  });

  it('[FILE-1] are announced in every channel that holds messages, and in no other', async () => {
    for (const type of ['feed', 'announcement', 'rules', 'voice', 'category'] as const) {
      const input = { community_id: communityId, name: type, type };
      const { channel } = await run(context, ann, 'channel.create', input);
      const isHeld = await codeOf(announce(ann, { channel_id: channel.id }));
      expect(isHeld, type).to.equal(holdsMessages(type) ? 'done' : 'NOT_A_TEXT_CHANNEL');
    }
  });

  it('[FILE-2] are the same when the message is sent again with its nonce, and no other message can have them', async () => {
    const { id } = await announce();
    const first = await send(ann, [id], { nonce: 'twice' });
    const again = await send(ann, [id], { nonce: 'twice' });
    expect(again.message).to.deep.equal(first.message);
    expect(await codeOf(send(ann, [id]))).to.equal('ATTACHMENT_IN_USE');
  });

  it('[FILE-2] are sent only by whom and where they were announced', async () => {
    const { id } = await announce();
    expect(await codeOf(send(bob, [id]))).to.equal('UNKNOWN_ATTACHMENT');
    expect(await codeOf(send(ann, [id], { channel_id: otherId }))).to.equal('UNKNOWN_ATTACHMENT');
    expect(await codeOf(send(ann, [context.nextId()]))).to.equal('UNKNOWN_ATTACHMENT');
    expect(await codeOf(send(ann, [id]))).to.equal('done');
  });

  it('[FILE-1] ask for the permission to attach files', async () => {
    const { id } = await announce(bob);
    const overwrites = [{ id: bob.id, type: 1 as const, allow: '0', deny: String(1 << 15) }];
    await run(context, ann, 'channel.update', { channel_id, overwrites });
    expect(await codeOf(announce(bob))).to.equal('MISSING_PERMISSION');
    expect(await codeOf(send(bob, [id]))).to.equal('MISSING_PERMISSION');
    await run(context, ann, 'channel.update', { channel_id, overwrites: [] });
    expect(await codeOf(send(bob, [id]))).to.equal('done');
  });

  it('[GW-61] are refused above COZY_UPLOAD_MB with FILE_TOO_LARGE, and above LIMITS.attachmentBytes anywhere', async () => {
    expect(await codeOf(announce(ann, { size: 2 * MB }))).to.equal('done');
    expect(await codeOf(announce(ann, { size: 2 * MB + 1 }))).to.equal('FILE_TOO_LARGE');
    expect(await codeOf(announce(ann, { size: LIMITS.attachmentBytes + 1 }))).to.equal('INVALID_INPUT');
    expect(await codeOf(announce(ann, { size: 0 }))).to.equal('INVALID_INPUT');
  });

  it('[GW-61] are at most LIMITS.attachmentsPerMessage in a message, and 10,000 are refused as one more is', async () => {
    const ids = Array.from({ length: 10_000 }, () => context.nextId());
    expect(await codeOf(send(ann, ids))).to.equal('INVALID_INPUT');
    expect(await codeOf(send(ann, ids.slice(0, LIMITS.attachmentsPerMessage + 1)))).to.equal('INVALID_INPUT');
    const own = await Promise.all(Array.from({ length: LIMITS.attachmentsPerMessage }, () => announce()));
    expect(
      (
        await send(
          ann,
          own.map(({ id }) => id),
        )
      ).message.attachments,
    ).to.have.length(10);
    const urls = { channel_id, ids: ids.slice(0, LIMITS.attachmentUrls) };
    expect((await run(context, bob, 'attachment.urls', urls)).urls).to.have.length(LIMITS.attachmentUrls);
    urls.ids.push(ids.at(-1)!);
    expect(await codeOf(run(context, bob, 'attachment.urls', urls))).to.equal('INVALID_INPUT');
  });

  it('[GW-61] have descriptions of LIMITS.attachmentDescriptionLength', async () => {
    const description = 'x'.repeat(LIMITS.attachmentDescriptionLength);
    expect((await announce(ann, { description })).description).to.equal(description);
    expect(await codeOf(announce(ann, { description: `${description}x` }))).to.equal('INVALID_INPUT');
  });

  it('[GW-61] can be announced LIMITS.pendingAttachments times without being sent', async () => {
    const eve = await person(context);
    const { community } = await run(context, eve, 'community.create', { name: 'Eve' });
    const input = { channel_id: community.channels[0]!.id, filename: 'x', size: 1 };
    for (let i = 0; i < LIMITS.pendingAttachments; i++) await run(context, eve, 'attachment.create', input);
    expect(await codeOf(run(context, eve, 'attachment.create', input))).to.equal('LIMIT_REACHED');
  });

  it('[FILE-4] are loaded by an address that holds for one file, one channel and one to two hours', () => {
    const secret = new Uint8Array(32).fill(7);
    const now = Date.parse('2026-01-02T03:59:59.999Z');
    const { query, expiresAt } = signLink(secret, '1', '2', now);
    expect(expiresAt - now).to.be.within(3_600_000, 7_200_000);
    expect(signLink(secret, '1', '2', now - 3_000_000).query).to.equal(query);
    expect(verifyLink(secret, '1', query, expiresAt - 1)).to.equal('2');
    const refused = [
      () => verifyLink(secret, '1', query, expiresAt),
      () => verifyLink(secret, '3', query, now),
      () => verifyLink(new Uint8Array(32), '1', query, now),
      () => verifyLink(secret, '1', query.replace('channel=2', 'channel=3'), now),
      () => verifyLink(secret, '1', query.replace(/expires=\d+/, 'expires=9999999999'), now),
      () => verifyLink(secret, '1', '', now),
    ];
    for (const check of refused) expect(check).to.throw(CozyError).with.property('code', 'LINK_EXPIRED');
  });

  it('[FILE-1] have names that lead nowhere and hide nothing', () => {
    const names: [given: string, made: string][] = [
      ['../../etc/passwd', 'passwd'],
      ['..\\..\\boot.ini', 'boot.ini'],
      ['photo\u202egpj.exe', 'photogpj.exe'],
      ['a\u0000b\r\nc.txt', 'abc.txt'],
      ['\u200b\u2800', 'file'],
      ['..', 'file'],
      ['', 'file'],
      ['CON.txt', '_CON.txt'],
      ['a<b>:"|?*.png', 'a_b______.png'],
      [' . spaced . ', 'spaced'],
      ['Grüße 👩‍🚒.png', 'Grüße 👩🚒.png'],
    ];
    for (const [given, made] of names) expect(harmlessFilename(given), JSON.stringify(given)).to.equal(made);
    const long = harmlessFilename(`${'👍'.repeat(500)}.jpeg`);
    expect(long.length).to.be.within(LIMITS.filenameLength - 1, LIMITS.filenameLength);
    expect(long.endsWith('👍.jpeg')).to.equal(true);
  });
});
