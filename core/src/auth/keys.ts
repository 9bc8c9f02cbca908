import { hkdfSync } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Collection } from 'mongodb';
import { isDuplicateKey } from '../database/unavailable.ts';

/** The one algorithm of Cozy's tokens. A token that names another, or `none`, is refused. */
export const SIGNING_ALGORITHM = 'EdDSA';

/** Every process that finds no key makes one under this id; the database lets one of them win. */
const FIRST_KEY = 'first';

/** Verified tokens that are remembered: one for each of the 10,000 members a node is built for, and as many again. */
const VERIFIED_TOKENS = 20_000;

/** A signing key as it is stored. */
export interface KeyDocument {
  _id: string;
  /** The private key, Ed25519. */
  jwk: JWK;
  /** ISO 8601. The newest key signs; all of them verify. */
  created_at: string;
}

/** A public key with what a reader of the key set needs. */
export type PublicJwk = JWK & { kid: string; alg: string; use: 'sig' };

/** Who a valid access token stands for. */
export interface AccessIdentity {
  userId: string;
  sessionId: string;
  /** Unix milliseconds. */
  expiresAt: number;
}

/** The instance's keys, ready for use. */
export interface SigningKeys {
  /** RFC 7638 thumbprint of the key that signs. */
  kid: string;
  privateKey: CryptoKey;
  /** Keys that verify, by their thumbprint. */
  publicKeys: ReadonlyMap<string, CryptoKey>;
  /** The public key set (RFC 7517), for `/.well-known/cozy`. */
  jwks: { keys: PublicJwk[] };
  /** Signs the addresses of files, on every node alike. */
  linkSecret: Uint8Array;
  /** Signs the tokens of interactions, on every node alike. */
  interactionSecret: Uint8Array;
  /** Tokens found valid, by SHA-256, until they expire: a storm of reconnects asks for the same ones again and again. */
  verified: LRUCache<string, AccessIdentity & { issuer: string }>;
}

/**
 * Loads the keys that sign access tokens, and makes the first one where there is none. Several processes may do so at
 * once: all end with the same keys.
 *
 * @param collection where they are kept.
 * @throws the driver's errors when the database cannot be reached.
 */
export async function loadSigningKeys(collection: Collection<KeyDocument>): Promise<SigningKeys> {
  let documents = await newestFirst(collection);
  if (documents.length === 0) {
    await createKey(collection);
    documents = await newestFirst(collection);
  }
  const publicKeys = new Map<string, CryptoKey>();
  const published: PublicJwk[] = [];
  for (const { jwk } of documents) {
    const { d: _private, ...open } = jwk;
    const kid = await calculateJwkThumbprint(open);
    published.push({ ...open, kid, alg: SIGNING_ALGORITHM, use: 'sig' });
    publicKeys.set(kid, await importKey(open));
  }
  // Of the oldest key, which stays when a new one is added. A key for each purpose, from one secret: RFC 5869.
  const secretFor = (purpose: string) => new Uint8Array(hkdfSync('sha256', documents.at(-1)!.jwk.d!, '', purpose, 32));
  return {
    kid: published[0]!.kid,
    privateKey: await importKey(documents[0]!.jwk),
    publicKeys,
    jwks: { keys: published },
    linkSecret: secretFor('cozy file links'),
    interactionSecret: secretFor('cozy interactions'),
    verified: new LRUCache({ max: VERIFIED_TOKENS }),
  };
}

function newestFirst(collection: Collection<KeyDocument>): Promise<KeyDocument[]> {
  return collection.find().sort({ created_at: -1 }).toArray();
}

async function createKey(collection: Collection<KeyDocument>): Promise<void> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { crv: 'Ed25519', extractable: true });
  try {
    await collection.insertOne({
      _id: FIRST_KEY,
      jwk: await exportJWK(privateKey),
      created_at: new Date().toISOString(),
    });
  } catch (error) {
    // Another process was first. Its key is the instance's.
    if (!isDuplicateKey(error)) throw error;
  }
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, SIGNING_ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('A signing key in the database is symmetric; it must be Ed25519.');
  return key;
}
