import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Collection } from 'mongodb';
import type { KeyDocument } from '../auth/keys.ts';
import { isDuplicateKey } from '../database/unavailable.ts';

/** There is one: a browser's subscription is bound to it, so another one would end them all. */
const ONLY_KEY = 'only';

/** The key pair by which push services know this instance (RFC 8292), each base64url of its raw bytes. */
export interface VapidKeys {
  /** An uncompressed point of P-256, 65 bytes; clients subscribe with it. */
  publicKey: string;
  /** 32 bytes. */
  privateKey: string;
}

/**
 * Loads the instance's key pair for Web Push, and makes it where there is none. Several processes may do so at once: all
 * end with the same one.
 *
 * @throws the driver's errors when the database cannot be reached.
 */
export async function loadVapidKeys(collection: Collection<KeyDocument>): Promise<VapidKeys> {
  const known = (await collection.findOne({ _id: ONLY_KEY })) ?? (await createKey(collection));
  return rawKeys(known!.jwk);
}

async function createKey(collection: Collection<KeyDocument>): Promise<KeyDocument | null> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  try {
    await collection.insertOne({ _id: ONLY_KEY, jwk, created_at: new Date().toISOString() });
  } catch (error) {
    // Another process was first. Its key is the instance's.
    if (!isDuplicateKey(error)) throw error;
  }
  return collection.findOne({ _id: ONLY_KEY });
}

function rawKeys({ x, y, d }: JWK): VapidKeys {
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey: d! };
}
