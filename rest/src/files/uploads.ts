import type { Actor, AttachmentDocument, Context } from '@cozy/core';
import { internalError } from '@cozy/core/logging';
import { type CommandOutput, CozyError } from '@cozy/protocol';
import { type Server as TusServer, Upload } from '@tus/server';
import { callerOf } from '../api/authorization.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { Server } from '../http/server.ts';
import { creationInput } from './creation.ts';
import { makeTusServer, ORIGINAL } from './tusServer.ts';
import { type WebRequest, webRequest } from './webRequest.ts';

type Domain = Pick<Context, 'authenticate' | 'database' | 'execute' | 'fileJobs' | 'logger' | 'settings'>;

/** Where uploads begin. */
const BASE = '/api/v1/uploads';
/** Uploads of one account that may be under way at once on this node. */
const AT_ONCE = 10;
/** Bytes of a refused body that are read and thrown away, so that the client sees the answer. */
const DISCARDED = 1024 * 1024;

/**
 * Adds the routes to which files are sent by the tus protocol, resumable: POST announces a file as attachment.create
 * does, PATCH sends bytes, HEAD asks how many have come, DELETE gives up.
 * Source: https://tus.io/protocols/resumable-upload
 */
export function attachUploads(server: Server, domain: Domain): void {
  const uploads = new Uploads(domain);
  server.route(BASE, ['POST'], (exchange) => uploads.answer(exchange, null));
  server.route(`${BASE}/:0`, ['HEAD', 'PATCH', 'DELETE'], (exchange, [id]) => uploads.answer(exchange, id!));
}

class Uploads {
  readonly #domain: Domain;
  /** How many are under way, by account. */
  readonly #underWay = new Map<string, number>();
  /** Uploads that the store is being told of, so that two first parts at once begin one. */
  readonly #beginning = new Map<string, Promise<void>>();
  #tus: Promise<TusServer> | undefined;

  constructor(domain: Domain) {
    this.#domain = domain;
  }

  async answer(exchange: Exchange, id: string | null): Promise<void> {
    // The body is taken before this handler returns, or it is lost.
    const web = webRequest(exchange, exchange.fields(), this.#domain.settings.publicUrl);
    try {
      const actor = await callerOf(this.#domain, exchange.field('authorization'));
      if (!actor) throw new CozyError('UNAUTHENTICATED');
      await this.#inTurn(actor, () =>
        id === null ? this.#create(exchange, actor) : this.#pass(exchange, web, actor, id),
      );
    } catch (error) {
      exchange.fail(this.#known(error, exchange), TUS, isTooLong(exchange, web));
    }
  }

  async #inTurn(actor: Actor, work: () => Promise<void>): Promise<void> {
    const { id } = actor.user;
    const others = this.#underWay.get(id) ?? 0;
    if (others >= AT_ONCE) throw new CozyError('RATE_LIMITED', { retryAfter: 1 });
    this.#underWay.set(id, others + 1);
    try {
      await work();
    } finally {
      const left = this.#underWay.get(id)! - 1;
      if (left === 0) this.#underWay.delete(id);
      else this.#underWay.set(id, left);
    }
  }

  async #create(exchange: Exchange, actor: Actor): Promise<void> {
    const input = creationInput(exchange.field('upload-length'), exchange.field('upload-metadata'));
    const { address, userAgent, id: request } = exchange;
    const caller = { actor, address, userAgent, request };
    const made = await this.#domain.execute('attachment.create', input, caller);
    const { upload_url } = made as CommandOutput<'attachment.create'>;
    exchange.reply(201, { ...TUS, Location: upload_url, 'Upload-Offset': '0' });
  }

  async #pass(exchange: Exchange, web: WebRequest, actor: Actor, id: string): Promise<void> {
    const { attachments } = this.#domain.database;
    const document = await attachments.findOne({ _id: id, user_id: actor.user.id, deleted: { $exists: false } });
    if (!document) throw new CozyError('UNKNOWN_ATTACHMENT');
    if (exchange.method === 'DELETE') {
      await this.#giveUp(document);
      exchange.reply(204, TUS);
      return;
    }
    if (document.status !== 'uploading') {
      const { size } = document;
      // A client that has not heard that the last part came asks how much did.
      if (exchange.method !== 'HEAD') throw new CozyError('ATTACHMENT_IN_USE', { message: 'This file is uploaded.' });
      exchange.reply(200, { ...TUS, 'Upload-Offset': String(size), 'Upload-Length': String(size) });
      return;
    }
    this.#tus ??= makeTusServer(this.#domain.settings);
    const tus = await this.#tus;
    await this.#begin(tus, document);
    const response = await tus.handleWeb(web.request);
    // Also when it is asked for once more: who sent the last part may not have got to this.
    if (response.headers.get('upload-offset') === String(document.size)) await this.#domain.fileJobs.add(id);
    const headers = Object.fromEntries(response.headers) as Headers;
    delete headers['content-length'];
    for (const name of Object.keys(headers)) if (name.startsWith('access-control-')) delete headers[name];
    exchange.reply(response.status, headers, await response.text(), isTooLong(exchange, web));
  }

  async #begin(tus: TusServer, document: AttachmentDocument): Promise<void> {
    const { _id } = document;
    const beginning = this.#beginning.get(_id) ?? begin(tus, document).finally(() => this.#beginning.delete(_id));
    this.#beginning.set(_id, beginning);
    await beginning;
  }

  // A file whose message is sent stays in it, as one that did not come.
  async #giveUp({ _id, message_id, claim }: AttachmentDocument): Promise<void> {
    if (message_id !== undefined || claim !== undefined) throw new CozyError('ATTACHMENT_IN_USE');
    const { attachments } = this.#domain.database;
    await attachments.updateOne({ _id, claim: { $exists: false } }, { $set: { deleted: true } });
  }

  #known(error: unknown, { id, method, route }: Exchange): CozyError {
    if (error instanceof CozyError) return error;
    this.#domain.logger.error({ error, request: id, method, route }, 'An upload failed');
    return internalError(error, id);
  }
}

const TUS: Headers = { 'Tus-Resumable': '1.0.0', 'Cache-Control': 'no-store' };

// The store learns of an upload when its first bytes come: most of what is announced comes at once, or never.
async function begin({ datastore }: TusServer, { _id, size }: AttachmentDocument): Promise<void> {
  const id = `${_id}/${ORIGINAL}`;
  try {
    await datastore.getUpload(id);
  } catch (error) {
    if ((error as { status_code?: number }).status_code !== 404) throw error;
    await datastore.create(new Upload({ id, size, offset: 0, creation_date: new Date().toISOString() }));
  }
}

// What follows on the connection is the rest of the body.
function isTooLong(exchange: Exchange, web: WebRequest): boolean {
  return !web.hasWholeBody() && !(Number(exchange.field('content-length')) <= DISCARDED);
}
