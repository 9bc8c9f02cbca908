import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import { CozyError, ERRORS, ErrorBody, type ErrorCode } from '../src/index.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe('errors', () => {
  for (const code of CODES) {
    it(`${code} has a sentence, and a status of its kind`, () => {
      expect(code).to.match(/^[A-Z][A-Z_]*[A-Z]$/);
      const error: { status: number; message: string; retry?: true } = ERRORS[code];
      expect(error.message).to.match(/^[A-Z].*\.$/);
      expect(error.status).to.be.within(400, 599);
      if (error.retry) expect([409, 429, 503]).to.include(error.status);
      if (error.status === 503) expect(error.retry).to.equal(true);
    });

    it(`${code} is the same after the wire`, () => {
      const sent = new CozyError(code, { retryAfter: 1.5, errors: { '/name': 'Expected string' } });
      expect(Value.Check(ErrorBody, sent.toBody())).to.equal(true);
      const come = CozyError.fromBody(JSON.parse(JSON.stringify(sent.toBody())));
      expect(come.toBody()).to.deep.equal(sent.toBody());
      expect(come.retryable).to.equal('retry' in ERRORS[code]);
    });
  }

  it('leave out what they do not have', () => {
    expect(new CozyError('FORBIDDEN').toBody()).to.deep.equal({ code: 'FORBIDDEN', message: ERRORS.FORBIDDEN.message });
  });

  it('of a newer server are taken for INTERNAL, with the sentence they came with', () => {
    for (const code of ['NEW_CODE', 'toString', '__proto__'] as unknown as ErrorCode[]) {
      const error = CozyError.fromBody({ code, message: 'Something new.' });
      expect(error.code).to.equal('INTERNAL');
      expect(error.message).to.equal('Something new.');
      expect(error.retryable).to.equal(false);
    }
  });

  it('keep their cause for the log, and never send it', () => {
    const error = new CozyError('INTERNAL', { cause: new Error('secret') });
    expect((error.cause as Error).message).to.equal('secret');
    expect(JSON.stringify(error.toBody())).not.to.include('secret');
  });
});
