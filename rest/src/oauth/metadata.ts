import { ALL_SCOPES } from '@cozy/protocol';
import type { Exchange } from '../http/exchange.ts';
import { reachableAddress } from '../wellKnown.ts';
import { TOKEN_PATH } from './tokenEndpoint.ts';

/** Where programs find how to ask for consent (RFC 8414). */
export const METADATA_PATH = '/.well-known/oauth-authorization-server';

/**
 * Answers what a program needs to know to ask for consent, and to get its token.
 *
 * @param publicUrl of this instance.
 */
export function describeAuthorization(exchange: Exchange, publicUrl: string): void {
  const issuer = reachableAddress(publicUrl, exchange.field('host'));
  exchange.json(200, {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}${TOKEN_PATH}`,
    scopes_supported: ALL_SCOPES,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
  });
}
