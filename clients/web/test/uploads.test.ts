import { type Attachment, CozyError, type ErrorCode, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import type { FileStorage, KeptUpload } from '../src/instance/heldFiles.ts';
import type { Transfer } from '../src/instance/upload.ts';
import { Uploads } from '../src/instance/uploads.ts';
import { nextId } from './fixtures.ts';

const place = nextId();
const file = (name = 'notes.txt', text = 'hello') => new File([text], name, { type: 'text/plain' });

/** Lets everything that is already decided happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A browser's storage, which pages share and outlive. */
function browser() {
  const kept = new Map<string, KeptUpload>();
  const held = new Set<string>();
  const page = (): FileStorage & { end: () => void } => {
    const own = new Set<string>();
    return {
      load: () => Promise.resolve([...kept.values()]),
      put: async (upload) => void kept.set(upload.key, { ...upload }),
      remove: async (key) => void kept.delete(key),
      hold: async (key) => {
        if (held.has(key)) return undefined;
        held.add(key);
        own.add(key);
        return () => held.delete(key);
      },
      end: () => {
        for (const key of own) held.delete(key);
      },
    };
  };
  return { kept, page };
}

interface Sending {
  id: string;
  progress: (sent: number) => void;
  finish: () => void;
  fail: (code: ErrorCode) => void;
  aborted: boolean;
}

/** Uploads whose transfers are answered by hand. */
function setup(storage = browser().page()) {
  const state = { ready: true, refuse: undefined as ErrorCode | undefined, pending: new Set<string>() };
  const announced: string[] = [];
  const cancelled: string[] = [];
  const sendings: Sending[] = [];
  const uploads = new Uploads({
    storage,
    retryDelay: 1,
    ready: () => state.ready,
    isPending: (nonce) => state.pending.has(nonce),
    cancel: async (id) => void cancelled.push(id),
    announce: async ({ filename, size }) => {
      if (state.refuse) throw new CozyError(state.refuse);
      const id = nextId();
      announced.push(filename);
      return { attachment: { id, filename, size, content_type: 'text/plain', status: 'uploading' } };
    },
    transfer: (id, _file, progress): Transfer => {
      let sending: Sending | undefined;
      const done = new Promise<void>((finish, reject) => {
        sending = { id, progress, finish, fail: (code) => reject(new CozyError(code)), aborted: false };
        sendings.push(sending);
      });
      return { done, abort: () => sending && Object.assign(sending, { aborted: true }) };
    },
  });
  return { uploads, state, announced, cancelled, sendings };
}

describe('uploads', () => {
  it('begin when files are attached, three at a time', async () => {
    const { uploads, sendings, announced } = setup();
    expect(
      uploads.add(
        place,
        ['1', '2', '3', '4'].map((name) => file(name)),
      ),
    ).to.equal(undefined);
    await settle();
    expect(announced).to.deep.equal(['1', '2', '3']);
    expect(uploads.list.map(({ state }) => state)).to.deep.equal(['uploading', 'uploading', 'uploading', 'waiting']);
    sendings[1]?.progress(3);
    expect(uploads.list[1]?.sent).to.equal(3);
    sendings[1]?.finish();
    await settle();
    expect(uploads.list.map(({ state }) => state)).to.deep.equal(['uploading', 'done', 'uploading', 'uploading']);
  });

  it('are announced once for a message that is sent at once, with what they show', async () => {
    const { uploads, announced, sendings } = setup();
    uploads.add(place, [file('a.txt')]);
    const [key = ''] = uploads.ofDraft(place).map((one) => one.key);
    uploads.describe(key, 'A list of plants');
    uploads.send([key], 'nonce');
    expect(uploads.ofDraft(place)).to.have.length(0);
    const [named] = await uploads.announce([key]);
    await settle();
    expect(announced).to.deep.equal(['a.txt']);
    expect(named).to.deep.equal({ id: sendings[0]?.id, description: 'A list of plants' });
  });

  it('go on by themselves after the connection was lost', async () => {
    const { uploads, state, sendings } = setup();
    uploads.add(place, [file()]);
    await settle();
    state.ready = false;
    sendings[0]?.fail('UNAVAILABLE');
    await settle();
    expect(uploads.list[0]?.state).to.equal('paused');
    state.ready = true;
    uploads.flush();
    await settle();
    expect(sendings.map(({ id }) => id)).to.deep.equal([sendings[0]?.id, sendings[0]?.id]);
    expect(uploads.list[0]?.state).to.equal('uploading');
  });

  it('say why the server refuses them, and are tried again when asked to', async () => {
    const { uploads, state, sendings } = setup();
    state.refuse = 'FILE_TOO_LARGE';
    uploads.add(place, [file()]);
    await settle();
    expect(uploads.list[0]).to.include({ state: 'failed' });
    expect(uploads.list[0]?.reason).to.match(/larger/);
    state.refuse = undefined;
    uploads.retry(uploads.list[0]?.key ?? '');
    await settle();
    expect(sendings).to.have.length(1);
    expect(uploads.list[0]).to.include({ state: 'uploading', reason: null });
  });

  it('stop when they are removed, and the server is told unless their message is sent', async () => {
    const { uploads, cancelled, sendings } = setup();
    uploads.add(place, [file('a'), file('b')]);
    await settle();
    const [first = '', second = ''] = uploads.list.map(({ key }) => key);
    uploads.send([second], 'nonce');
    uploads.remove(first);
    uploads.remove(second);
    await settle();
    expect(uploads.list).to.have.length(0);
    expect(sendings.map(({ aborted }) => aborted)).to.deep.equal([true, true]);
    expect(cancelled).to.deep.equal([sendings[0]?.id]);
  });

  it('are taken up by the next page, where they had come to', async () => {
    const { kept, page } = browser();
    const first = page();
    const before = setup(first);
    before.uploads.add(place, [file('draft.txt'), file('sent.txt')]);
    await settle();
    const [, sent = ''] = before.uploads.list.map(({ key }) => key);
    before.uploads.send([sent], 'nonce');
    before.sendings[1]?.finish();
    await settle();

    // While the first page lives, its files are its own.
    const beside = setup(page());
    await beside.uploads.restore();
    expect(beside.uploads.list).to.have.length(0);
    expect(beside.uploads.isElsewhere([sent])).to.equal(true);

    first.end();
    const after = setup(page());
    after.state.pending.add('nonce');
    await after.uploads.restore();
    after.uploads.prune();
    await settle();
    expect(after.uploads.ofDraft(place).map(({ name }) => name)).to.deep.equal(['draft.txt']);
    expect(after.sendings.map(({ id }) => id)).to.deep.equal([before.sendings[0]?.id]);
    expect((await after.uploads.announce([sent])).map(({ id }) => id)).to.deep.equal([before.sendings[1]?.id]);
    after.state.pending.delete('nonce');
    after.uploads.prune();
    await settle();
    expect([...kept.values()].map(({ name }) => name)).to.deep.equal(['draft.txt']);
  });

  it('are forgotten once the server has settled them', async () => {
    const { kept, page } = browser();
    const { uploads, sendings } = setup(page());
    uploads.add(place, [file()]);
    await settle();
    const attachment: Attachment = {
      ...{ id: sendings[0]?.id ?? '', filename: 'notes.txt', size: 5, content_type: 'text/plain' },
      status: 'processing',
    };
    uploads.settle(attachment);
    expect(uploads.list).to.have.length(1);
    uploads.settle({ ...attachment, status: 'ready' });
    await settle();
    expect(uploads.list).to.have.length(0);
    expect(kept.size).to.equal(0);
  });

  it('go on with a file of a message that is chosen again, and only with the same one', async () => {
    const { uploads, sendings } = setup();
    const attachment: Attachment = {
      ...{ id: nextId(), filename: 'notes.txt', size: 5, content_type: 'text/plain', status: 'uploading' },
    };
    expect(uploads.resume(place, attachment, file('notes.txt', 'another'))).to.match(/another file/);
    expect(uploads.resume(place, attachment, file())).to.equal(undefined);
    await settle();
    expect(sendings.map(({ id }) => id)).to.deep.equal([attachment.id]);
    expect(uploads.ofDraft(place)).to.have.length(0);
  });

  it('are sent anew when the server knows them no more', async () => {
    const { uploads, announced, sendings } = setup();
    uploads.add(place, [file()]);
    await settle();
    sendings[0]?.fail('UNKNOWN_ATTACHMENT');
    await settle();
    expect(announced).to.have.length(2);
    expect(sendings[1]?.id).to.not.equal(sendings[0]?.id);
  });

  it('refuse too many files with a sentence, however many there are, and read none', () => {
    const { uploads } = setup();
    const many = Array.from({ length: 10_000 }, () => file());
    expect(uploads.add(place, many))
      .to.include(String(LIMITS.attachmentsPerMessage))
      .and.match(/10.000/);
    expect(uploads.list).to.have.length(0);
  });

  it('leave out what is empty or too large, and say which', () => {
    const { uploads } = setup();
    const large = Object.defineProperty(file('film.mkv'), 'size', { value: LIMITS.attachmentBytes + 1 });
    const refusal = uploads.add(place, [file('fine.txt'), file('empty.txt', ''), large]);
    expect(refusal).to.include('empty.txt').and.include('film.mkv');
    expect(uploads.list.map(({ name }) => name)).to.deep.equal(['fine.txt']);
  });
});
