import { type Context, isDatabaseUnavailable, type Redemption, redeemCode } from '@cozy/core';
import { CozyError } from '@cozy/protocol';
import { readBody } from '../http/body.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { Server } from '../http/server.ts';

/** Where codes are exchanged for tokens. */
export const TOKEN_PATH = '/oauth2/token';

/** What the endpoint needs of the domain. */
export type OAuthDomain = Pick<Context, 'database' | 'outbox' | 'nextId' | 'rates'>;

/** Tries by address. */
const RATE = { burst: 30, perSecond: 1 };
/** As RFC 7636, 4.1 has it. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
/** Answers with tokens, and their errors, are kept by nobody (RFC 6749, 5.1). */
const UNKEPT: Headers = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

/** An error of RFC 6749, 5.2, with a sentence for who writes the program. */
class OAuthError extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Headers;

  constructor(code: string, message: string, status = 400, headers: Headers = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/**
 * Adds the endpoint at which a program exchanges the code that an installation gave it for the token of that
 * installation: the authorization code grant of RFC 6749 with PKCE (RFC 7636), for clients without a secret.
 */
export function attachTokenEndpoint(server: Server, domain: OAuthDomain): void {
  server.route(TOKEN_PATH, ['POST'], async (exchange) => {
    try {
      const redemption = readRedemption(await readForm(exchange));
      exchange.json(200, await redeem(domain, exchange, redemption), UNKEPT);
    } catch (error) {
      const known = toOAuthError(error);
      if (!known) throw error;
      const { code, message, status, headers } = known;
      exchange.json(status, { error: code, error_description: message }, { ...UNKEPT, ...headers }, status === 413);
    }
  });
}

async function readForm(exchange: Exchange): Promise<URLSearchParams> {
  // The body is taken before anything else, or it is lost.
  const bytes = await readBody(exchange);
  const type = exchange.field('content-type').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.');
  }
  return new URLSearchParams(Buffer.from(bytes).toString('utf8'));
}

function readRedemption(form: URLSearchParams): Redemption {
  const take = (name: string): string => {
    const values = form.getAll(name);
    if (values.length > 1) throw new OAuthError('invalid_request', `Send ${name} once.`);
    if (!values[0]) throw new OAuthError('invalid_request', `Send ${name}.`);
    return values[0];
  };
  if (take('grant_type') !== 'authorization_code') {
    throw new OAuthError('unsupported_grant_type', 'Only grant_type=authorization_code is supported.');
  }
  const code_verifier = take('code_verifier');
  if (!VERIFIER.test(code_verifier)) {
    throw new OAuthError('invalid_request', 'code_verifier must have 43 to 128 letters, digits, or - . _ ~.');
  }
  return { code: take('code'), client_id: take('client_id'), redirect_uri: take('redirect_uri'), code_verifier };
}

async function redeem(domain: OAuthDomain, { address }: Exchange, redemption: Redemption): Promise<object> {
  const wait = domain.rates.take(`oauth ${address}`, RATE);
  if (wait > 0) throw new CozyError('RATE_LIMITED', { retryAfter: wait });
  const { client_id } = redemption;
  if (!(await domain.database.users.exists({ _id: client_id, bot: true, owner_id: { $exists: true } }))) {
    throw new OAuthError('invalid_client', 'There is no bot with this client_id.', 401);
  }
  const redeemed = await redeemCode(domain, redemption);
  if (!redeemed) {
    throw new OAuthError(
      'invalid_grant',
      'This code is wrong, used or older than a minute, or was given for another client_id, redirect_uri or code_challenge. Ask for consent again.',
    );
  }
  const { token, installation } = redeemed;
  return {
    access_token: token,
    token_type: 'Bearer',
    scope: installation.scopes.join(' '),
    community_id: installation.community_id,
    bot_id: installation.user_id,
  };
}

// What is wrong here, and passes, has no code of its own in RFC 6749 but that of its other endpoint (4.1.2.1).
function toOAuthError(error: unknown): OAuthError | null {
  if (error instanceof OAuthError) return error;
  if (isDatabaseUnavailable(error)) return toOAuthError(new CozyError('DATABASE_UNAVAILABLE', { retryAfter: 1 }));
  if (!(error instanceof CozyError)) return null;
  if (error.code === 'BODY_TOO_LARGE') return new OAuthError('invalid_request', error.message, 413);
  if (!error.retryable) return new OAuthError('invalid_request', error.message);
  const seconds = String(Math.max(1, Math.ceil(error.retryAfter ?? 1)));
  const status = error.code === 'RATE_LIMITED' ? 429 : 503;
  return new OAuthError('temporarily_unavailable', error.message, status, { 'Retry-After': seconds });
}
