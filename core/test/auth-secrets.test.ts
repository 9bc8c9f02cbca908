import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatBotToken,
  formatRefreshToken,
  hashRefreshSecret,
  hashSecret,
  newRefreshSecret,
  newSecret,
  parseBotToken,
  parseRefreshToken,
  sameFamily,
  secretMatches,
} from '../src/auth/secrets.ts';

const ID = '175928847299117063';

describe('secrets', () => {
  it('have 256 bits and never repeat', () => {
    const secrets = Array.from({ length: 1000 }, newSecret);
    expect(new Set(secrets).size).to.equal(1000);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).to.have.length(32);
  });

  it('match their own hash only, and a hash of another length never', () => {
    const secret = newSecret();
    expect(secretMatches(secret, hashSecret(secret))).to.equal(true);
    expect(secretMatches(newSecret(), hashSecret(secret))).to.equal(false);
    expect(secretMatches(secret, '')).to.equal(false);
    expect(secretMatches(secret, secret)).to.equal(false);
  });
});

describe('bot tokens', () => {
  it('are read as they were written', () => {
    const secret = newSecret();
    expect(parseBotToken(formatBotToken(ID, secret))).to.deep.equal({ botId: ID, secret });
  });

  it('are nothing else', () => {
    const secret = newSecret();
    for (const text of ['', 'bot', `bot.${ID}`, `${ID}.${secret}`, `bot.0.${secret}`, `bot.${ID}.${secret}x`]) {
      expect(parseBotToken(text), text).to.equal(null);
    }
    expect(parseBotToken(`bot.${ID}.${secret}\n`)).to.equal(null);
    expect(parseBotToken(`bot.${'9'.repeat(1_000_000)}.${secret}`)).to.equal(null);
  });
});

describe('refresh tokens', () => {
  it('are read as they were written, and fit the schema’s length', () => {
    const secret = newRefreshSecret();
    const text = formatRefreshToken(ID, secret);
    expect(text.length).to.be.within(20, 200);
    expect(parseRefreshToken(text)).to.deep.equal({ sessionId: ID, secret });
  });

  it('keep their family and change their turn', () => {
    const first = newRefreshSecret();
    const second = newRefreshSecret(first.family);
    expect(second.family).to.equal(first.family);
    expect(second.turn).not.to.equal(first.turn);
    expect(hashRefreshSecret(second)).not.to.equal(hashRefreshSecret(first));
    expect(sameFamily(first, hashRefreshSecret(second))).to.equal(true);
    expect(sameFamily(newRefreshSecret(), hashRefreshSecret(second))).to.equal(false);
  });

  it('are never read from any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(parseRefreshToken(text)).to.equal(null);
        expect(parseBotToken(text)).to.equal(null);
      }),
    );
  });
});
