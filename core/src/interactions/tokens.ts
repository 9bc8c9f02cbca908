import { CozyError, LIMITS } from '@cozy/protocol';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { SigningKeys } from '../auth/keys.ts';

/** A secret of the instance signs them, with a type of their own, so that none passes for an access token. */
const ALGORITHM = 'HS256';

/** What the token of an interaction stands for: who may answer it, and where. */
export interface Call {
  id: string;
  /** What it is, as INTERACTION_TYPES names them. */
  type: number;
  bot: string;
  user: string;
  channel: string;
  /** Of the command; empty for others. */
  name: string;
  thread?: string;
  /** The message whose component was used, or from which the modal came. */
  message?: string;
}

/** What the token of a modal stands for: who may send it, to whom, and what fits its inputs. */
export interface ModalCall extends Pick<Call, 'bot' | 'user' | 'channel' | 'thread' | 'message'> {
  custom_id: string;
  /** Of each text input: its custom_id, and the fewest and most characters. */
  inputs: [custom_id: string, least: number, most: number][];
}

type Kind = 'interaction' | 'modal';
interface Calls {
  interaction: Call;
  modal: ModalCall;
}

/**
 * Makes a token that needs no memory on the server.
 *
 * @param kind one is never taken for the other.
 * @returns a JWT that holds for LIMITS.interactionLife.
 */
export function signCall<K extends Kind>(
  keys: SigningKeys,
  kind: K,
  call: Calls[K],
  now = Date.now(),
): Promise<string> {
  return new SignJWT({ call })
    .setProtectedHeader({ alg: ALGORITHM, typ: `${kind}+jwt` })
    .setExpirationTime(Math.floor((now + LIMITS.interactionLife) / 1000))
    .sign(keys.interactionSecret);
}

/**
 * Reads a token that `signCall` made.
 *
 * @param now Unix milliseconds; replaced in tests.
 * @throws CozyError INTERACTION_EXPIRED, or UNKNOWN_INTERACTION for everything that is no such token.
 */
export async function readCall<K extends Kind>(
  keys: SigningKeys,
  kind: K,
  token: string,
  now = Date.now(),
): Promise<Calls[K]> {
  try {
    const { payload } = await jwtVerify<{ call: Calls[K] }>(token, keys.interactionSecret, {
      algorithms: [ALGORITHM],
      typ: `${kind}+jwt`,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'call'],
    });
    return payload.call;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new CozyError('INTERACTION_EXPIRED', { cause: error });
    if (error instanceof errors.JOSEError) throw new CozyError('UNKNOWN_INTERACTION', { cause: error });
    throw error;
  }
}
