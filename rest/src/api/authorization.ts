import type { Actor, Context } from '@cozy/core';
import { CozyError } from '@cozy/protocol';

/** The scheme under which each kind of account sends its token. */
const SCHEMES: Record<string, Actor['kind']> = { bearer: 'person', bot: 'bot' };

/**
 * Tells who sent a request.
 *
 * @param header the Authorization field; empty when there is none.
 * @returns null without a header.
 * @throws CozyError UNAUTHENTICATED for another scheme, a token that is not valid, or one of the other kind.
 */
export async function callerOf(context: Pick<Context, 'authenticate'>, header: string): Promise<Actor | null> {
  if (header === '') return null;
  const [, scheme = '', token = ''] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  const kind = SCHEMES[scheme.toLowerCase()];
  if (!kind) {
    throw new CozyError('UNAUTHENTICATED', {
      message: 'Send `Authorization: Bearer …` with an access token, or `Authorization: Bot …` with a bot’s token.',
    });
  }
  const actor = await context.authenticate(token);
  // The token of an installation comes by OAuth 2, whose libraries know only Bearer.
  if (actor.kind !== kind && !actor.boundTo) {
    const right = actor.kind === 'bot' ? 'Bot' : 'Bearer';
    throw new CozyError('UNAUTHENTICATED', { message: `This token must be sent as \`Authorization: ${right} …\`.` });
  }
  return actor;
}
