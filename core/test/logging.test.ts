import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import mongoose from 'mongoose';
import { createLogger, describeError, internalError } from '../src/logging.ts';

const WORDS = 'meet "me" at {the} (usual) place';

/** A logger at the lowest level, and the lines that it has written. */
function listen() {
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'trace' }, 'test', { write: (line) => void lines.push(line) });
  return { logger, lines };
}

describe('The log', () => {
  it('names process and request in JSON lines', () => {
    const { logger, lines } = listen();
    logger.warn({ request: 'r-1', command: 'message.send' }, 'A command failed');
    expect(JSON.parse(lines[0]!)).to.deep.include({
      level: 40,
      part: 'test',
      request: 'r-1',
      command: 'message.send',
      msg: 'A command failed',
    });
  });

  it('leaves out fields that hold secrets or messages, down to three levels', () => {
    const { logger, lines } = listen();
    logger.info({ token: WORDS, of: { password: WORDS, deep: { content: WORDS } }, input: { any: WORDS } }, 'all');
    expect(lines[0]).not.to.contain('usual');
    expect(JSON.parse(lines[0]!).of.password).to.equal('[left out]');
  });

  it('writes an error with its type, code, place and causes', () => {
    const { logger, lines } = listen();
    const error = new CozyError('LOG_UNAVAILABLE', { cause: new Error('no responders') });
    logger.error({ error }, 'failed');
    const logged = JSON.parse(lines[0]!).error;
    expect(logged).to.include({ type: 'CozyError', code: 'LOG_UNAVAILABLE', message: error.message });
    expect(logged.cause).to.include({ type: 'Error', message: 'no responders' });
    expect(logged.stack).to.match(/^ {4}at .*logging\.test\.ts/);
  });

  it('cuts what people wrote from errors that quote it', async () => {
    const { logger, lines } = listen();
    const parsing = (() => {
      try {
        return JSON.parse(WORDS);
      } catch (error) {
        return error;
      }
    })();
    const casting = new mongoose.Error.CastError('Number', WORDS, 'hue');
    const writing = new MongoBulkWriteError(
      { message: `E11000 duplicate key error dup key: { email: "${WORDS}" }`, code: 11000, writeErrors: [] },
      { insertedCount: 0 } as never,
    );
    const serving = new MongoServerError({ message: `cannot index '${WORDS}'`, code: 17280, document: WORDS });
    for (const error of [parsing, casting, writing, serving]) {
      logger.error({ error }, 'failed');
      logger.error({ error: new Error('around it', { cause: error }) }, 'failed');
    }
    expect(lines).to.have.length(8);
    for (const line of lines) expect(line).not.to.contain('usual');
    expect(describeError(writing)).to.include({ code: '11000', message: 'E11000 duplicate key error dup key: …' });
  });

  it('keeps the words of a connection that failed', () => {
    expect(describeError(new MongoNetworkError('connect ECONNREFUSED 127.0.0.1:1')).message).to.contain('ECONNREFUSED');
  });

  it('is what INTERNAL points to', () => {
    expect(internalError(new Error(WORDS), 'r-7').toBody()).to.deep.equal({
      code: 'INTERNAL',
      message: 'Something went wrong on our side. It has been logged. Its request id is r-7.',
    });
  });
});
