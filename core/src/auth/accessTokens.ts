import { createHash } from 'node:crypto';
import { CozyError } from '@cozy/protocol';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { type AccessIdentity, SIGNING_ALGORITHM, type SigningKeys } from './keys.ts';

/** Seconds that an access token lasts. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** The media type of access tokens (RFC 9068), so that no other JWT of this instance passes for one. */
const TOKEN_TYPE = 'at+jwt';
/** Ours have about 400 characters; a longer text is not worth looking at. */
const LONGEST = 2048;

/**
 * Makes an access token: a JWT that names the account (`sub`), the log-in (`sid`) and the instance (`iss`, `aud`).
 *
 * @param subject `issuer` is the instance's domain, which is the same on every node, as its addresses may not be.
 * @returns the token, valid for ACCESS_TOKEN_SECONDS.
 */
export function signAccessToken(
  keys: SigningKeys,
  { userId, sessionId, issuer }: { userId: string; sessionId: string; issuer: string },
): Promise<string> {
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TOKEN_TYPE, kid: keys.kid })
    .setSubject(userId)
    .setIssuer(issuer)
    .setAudience(issuer)
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .sign(keys.privateKey);
}

/**
 * Checks an access token: its signature by one of our keys and no other algorithm, its issuer, audience and time.
 * Whether the log-in still exists is for the caller to ask.
 *
 * @param issuer the instance's domain.
 * @param now Unix milliseconds; replaced in tests.
 * @throws CozyError UNAUTHENTICATED for anything that is not such a token.
 */
export async function verifyAccessToken(
  keys: SigningKeys,
  token: string,
  issuer: string,
  now = Date.now(),
): Promise<AccessIdentity> {
  if (token.length > LONGEST) throw new CozyError('UNAUTHENTICATED');
  const hash = createHash('sha256').update(token).digest('base64url');
  const known = keys.verified.get(hash);
  if (known && known.issuer === issuer) {
    if (known.expiresAt > now) return known;
    keys.verified.delete(hash);
  }
  const identity = await verify(keys, token, issuer, now);
  keys.verified.set(hash, { ...identity, issuer });
  return identity;
}

async function verify(keys: SigningKeys, token: string, issuer: string, now: number): Promise<AccessIdentity> {
  try {
    const key = keys.publicKeys.get(decodeProtectedHeader(token).kid ?? '');
    if (!key) throw new CozyError('UNAUTHENTICATED');
    const { payload } = await jwtVerify(token, key, {
      algorithms: [SIGNING_ALGORITHM],
      typ: TOKEN_TYPE,
      issuer,
      audience: issuer,
      currentDate: new Date(now),
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    });
    if (typeof payload.sid !== 'string' || !payload.sub || !payload.exp) throw new CozyError('UNAUTHENTICATED');
    return { userId: payload.sub, sessionId: payload.sid, expiresAt: payload.exp * 1000 };
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new CozyError('UNAUTHENTICATED', {
        message: 'This access token has expired. Get a new one with your refresh token.',
        cause: error,
      });
    }
    // decodeProtectedHeader raises TypeError for texts that are no JWT at all.
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw new CozyError('UNAUTHENTICATED', { cause: error });
    }
    throw error;
  }
}
