import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Collection, MongoServerError } from 'mongodb';
import { ACCESS_TOKEN_SECONDS, signAccessToken, verifyAccessToken } from '../src/auth/accessTokens.ts';
import { type KeyDocument, loadSigningKeys, type SigningKeys } from '../src/auth/keys.ts';

const ISSUER = 'chat.example.org';
const who = { userId: '175928847299117063', sessionId: '175928847299117064', issuer: ISSUER };

/** The two methods that key loading uses, over an array; unique by `_id` as a collection is. */
function keyCollection(documents: KeyDocument[] = []): Collection<KeyDocument> {
  const part: Pick<Collection<KeyDocument>, 'insertOne'> & { find(): unknown } = {
    find: () => ({
      sort: () => ({
        toArray: async () => [...documents].sort((a, b) => b.created_at.localeCompare(a.created_at)),
      }),
    }),
    insertOne: async (document) => {
      const stored = document as KeyDocument;
      if (documents.some(({ _id }) => _id === stored._id)) {
        throw new MongoServerError({ message: 'E11000 duplicate key', code: 11000 });
      }
      documents.push(stored);
      return { acknowledged: true, insertedId: stored._id };
    },
  };
  return part as Collection<KeyDocument>;
}

async function refused(work: Promise<unknown>): Promise<CozyError> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(CozyError);
    return error as CozyError;
  }
  throw new Error('It was accepted');
}

describe('signing keys', () => {
  it('are the same for processes that start at once, and after a restart', async () => {
    const collection = keyCollection();
    const all = await Promise.all(Array.from({ length: 5 }, () => loadSigningKeys(collection)));
    const later = await loadSigningKeys(collection);
    expect(new Set([...all, later].map(({ kid }) => kid)).size).to.equal(1);
  });

  it('are published without their private part', async () => {
    const { jwks, kid } = await loadSigningKeys(keyCollection());
    expect(jwks.keys).to.have.length(1);
    expect(jwks.keys[0]).to.have.all.keys('kty', 'crv', 'x', 'kid', 'alg', 'use');
    expect(jwks.keys[0]).to.include({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid });
  });

  it('sign with the newest and verify with all', async () => {
    const documents: KeyDocument[] = [];
    const before = await loadSigningKeys(keyCollection(documents));
    const old = await signAccessToken(before, who);
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    documents.push({ _id: 'second', jwk: await exportJWK(privateKey), created_at: '9999-01-01T00:00:00.000Z' });
    const after = await loadSigningKeys(keyCollection(documents));
    expect(after.kid).not.to.equal(before.kid);
    expect(await verifyAccessToken(after, old, ISSUER)).to.include({ userId: who.userId });
    await refused(verifyAccessToken(before, await signAccessToken(after, who), ISSUER));
  });
});

describe('access tokens', () => {
  let keys: SigningKeys;
  before(async () => {
    keys = await loadSigningKeys(keyCollection());
  });

  const forge = (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
    new SignJWT({ sub: who.userId, sid: who.sessionId, iss: ISSUER, aud: ISSUER, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.kid, ...header })
      .setIssuedAt()
      .sign(keys.privateKey);
  const inAMinute = () => Math.floor(Date.now() / 1000) + 60;

  it('name the account and the log-in for 15 minutes', async () => {
    const identity = await verifyAccessToken(keys, await signAccessToken(keys, who), ISSUER);
    expect(identity).to.include({ userId: who.userId, sessionId: who.sessionId });
    expect(ACCESS_TOKEN_SECONDS).to.equal(900);
    expect(identity.expiresAt - Date.now()).to.be.within(898_000, 901_000);
  });

  it('are read as our own forgery helper writes them, so that the refusals below are for the right reason', async () => {
    expect(await verifyAccessToken(keys, await forge({ exp: inAMinute() }), ISSUER)).to.include({ userId: who.userId });
  });

  it('are refused when they have expired, also after they were found valid', async () => {
    const token = await forge({ exp: inAMinute() });
    const later = Date.now() + 61_000;
    const unseen = await refused(verifyAccessToken(keys, token, ISSUER, later));
    expect(unseen.code).to.equal('UNAUTHENTICATED');
    expect(unseen.message).to.contain('expired');

    await verifyAccessToken(keys, token, ISSUER);
    expect(keys.verified.size).to.be.greaterThan(0);
    expect((await refused(verifyAccessToken(keys, token, ISSUER, later))).message).to.contain('expired');
  });

  it('are refused with another issuer, audience or type, or without a claim', async () => {
    const exp = inAMinute();
    const wrong = [
      await forge({ exp, iss: 'https://elsewhere.example' }),
      await forge({ exp, aud: 'https://elsewhere.example' }),
      await forge({ exp }, { typ: 'JWT' }),
      await forge({ exp }, { kid: 'unknown' }),
      await forge({ exp, sid: undefined }),
      await forge({ exp, sub: undefined }),
      await forge({}),
    ];
    for (const token of wrong) {
      expect((await refused(verifyAccessToken(keys, token, ISSUER))).code).to.equal('UNAUTHENTICATED');
    }
    const good = await signAccessToken(keys, who);
    await verifyAccessToken(keys, good, ISSUER);
    await refused(verifyAccessToken(keys, good, 'https://elsewhere.example'));
  });

  it('are refused with alg none, with HMAC by the public key, and with a changed claim', async () => {
    const encode = (value: object) => base64url.encode(JSON.stringify(value));
    const claims = { sub: who.userId, sid: who.sessionId, iss: ISSUER, aud: ISSUER, iat: 1, exp: inAMinute() };
    const header = { typ: 'at+jwt', kid: keys.kid };
    await refused(verifyAccessToken(keys, `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`, ISSUER));

    const publicBytes = base64url.decode(keys.jwks.keys[0]!.x!);
    const hmac = await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(publicBytes);
    await refused(verifyAccessToken(keys, hmac, ISSUER));

    const [head, , signature] = (await signAccessToken(keys, who)).split('.');
    const changed = `${head}.${encode({ ...claims, sub: '175928847299117099' })}.${signature}`;
    await refused(verifyAccessToken(keys, changed, ISSUER));
  });

  it('are refused when they are no tokens at all, or endless', async () => {
    for (const text of ['', '.', '..', 'a.b.c', 'null', '{}', 'x'.repeat(5_000_000), `${'e'.repeat(400)}.e.e`]) {
      expect((await refused(verifyAccessToken(keys, text, ISSUER))).code).to.equal('UNAUTHENTICATED');
    }
  });
});
