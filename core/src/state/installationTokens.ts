import { createHash, timingSafeEqual } from 'node:crypto';
import type { Installation } from '@cozy/protocol';
import {
  formatInstallationCode,
  formatInstallationToken,
  hashSecret,
  newSecret,
  parseInstallationCode,
} from '../auth/secrets.ts';
import type { Context } from '../context.ts';
import type { InstallationDocument, MemberDocument } from '../database/documents.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { installationOf, tokenEnded } from './installations.ts';

/** Milliseconds that an authorization code can be redeemed: of the ten minutes that RFC 6749, 4.1.2 allows at most, one. */
const CODE_LIFETIME = 60_000;

/** What a client asks a code for, as RFC 7636 calls it. */
export interface CodeWish {
  redirect_uri: string;
  code_challenge: string;
}

/**
 * Makes the code with which a program gets a token of an installation, once.
 *
 * @returns the code, and what is stored of it: it itself only as its hash.
 */
export function makeCode(
  communityId: string,
  botId: string,
  wish: CodeWish,
): { code: string; stored: NonNullable<InstallationDocument['code']> } {
  const secret = newSecret();
  const { redirect_uri, code_challenge } = wish;
  return {
    code: formatInstallationCode(communityId, botId, secret),
    stored: {
      hash: hashSecret(secret),
      redirect_uri,
      challenge: code_challenge,
      expires_at: Date.now() + CODE_LIFETIME,
    },
  };
}

/** What a program sends to get its token. */
export interface Redemption {
  code: string;
  client_id: string;
  redirect_uri: string;
  code_verifier: string;
}

/** The token, and what it is for. */
interface Redeemed {
  token: string;
  installation: Installation;
}

type RedeemContext = Pick<Context, 'database' | 'outbox' | 'nextId'>;

/**
 * Gives the token of an installation for a code. A code that comes a second time ends the token that it has given: one
 * of the two who had it has stolen it (RFC 6749, 4.1.2).
 *
 * @returns null when the code is wrong, used or too old, or was not given to who comes with it.
 * @throws CozyError LOG_UNAVAILABLE before anything is changed; CONFLICT when others keep overtaking.
 */
export async function redeemCode(context: RedeemContext, redemption: Redemption): Promise<Redeemed | null> {
  // One write takes the code and makes the token. Of two who come with a code at once one is later, and tries again.
  return await untilCommitted(() => redeem(context, redemption));
}

async function redeem(
  { database, outbox, nextId }: RedeemContext,
  { code, client_id, redirect_uri, code_verifier }: Redemption,
): Promise<Redeemed | null | typeof OVERTAKEN> {
  const parts = parseInstallationCode(code);
  if (!parts || parts.botId !== client_id) return null;
  const { communityId, botId, secret } = parts;
  const _id = `${communityId}:${botId}`;
  const document = (await database.members.findOne({ _id, left: false }).lean()) as MemberDocument | null;
  const installation = document?.installation;
  if (!installation) return null;

  const hash = hashSecret(secret);
  const { token: before, code: wanted } = installation;
  const isReplay = before?.code === hash;
  const fits =
    wanted?.hash === hash &&
    wanted.expires_at >= Date.now() &&
    wanted.redirect_uri === redirect_uri &&
    verifies(code_verifier, wanted.challenge);
  if (!isReplay && !fits) return null;
  const tokenSecret = newSecret();
  const token = { id: nextId(), hash: hashSecret(tokenSecret), code: hash };
  const update = isReplay
    ? { $unset: { 'installation.token': '' } }
    : { $set: { 'installation.token': token }, $unset: { 'installation.code': '' } };
  // Nodes forget what they remember of a token when they are told of its installation.
  const shown = installationOf(communityId, botId, installation);
  const told: NewEvent = { owner: { kind: 'c', id: communityId }, name: 'INSTALLATION_UPDATE', data: shown };
  const events = before ? [told, tokenEnded(botId, before)] : [told];
  const committed = await outbox.commit(database.members, { _id, rev: document.rev }, update, events);
  if (!committed) return OVERTAKEN;
  if (isReplay) return null;
  return { token: formatInstallationToken(botId, communityId, tokenSecret), installation: shown };
}

// S256 of RFC 7636, 4.6.
function verifies(verifier: string, challenge: string): boolean {
  const given = createHash('sha256').update(verifier, 'ascii').digest();
  const kept = Buffer.from(challenge, 'base64url');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
