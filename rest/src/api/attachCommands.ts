import type { Actor, Context } from '@cozy/core';
import { internalError } from '@cozy/core/logging';
import { COMMANDS, type CommandDefinition, CozyError } from '@cozy/protocol';
import { parseBody, readBody } from '../http/body.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { Server } from '../http/server.ts';
import { callerOf } from './authorization.ts';
import { addFields, commandInput, queryFields } from './input.ts';
import { rateFields } from './rateFields.ts';
import { ROUTES_BY_PATTERN, type Route } from './routes.ts';

/** What the API needs of the domain. */
export type Domain = Pick<Context, 'authenticate' | 'execute' | 'logger' | 'rates'>;

/**
 * Adds the routes of all commands to a server.
 *
 * @param domain carries the commands out.
 */
export function attachCommands(server: Server, domain: Domain): void {
  for (const [pattern, routes] of ROUTES_BY_PATTERN) {
    server.route(pattern, [...routes.keys()], (exchange, parameters) => {
      // HEAD asks what GET would answer.
      const route = routes.get(exchange.method === 'HEAD' ? 'GET' : exchange.method)!;
      return runCommand(domain, route, exchange, parameters);
    });
  }
}

async function runCommand(domain: Domain, route: Route, exchange: Exchange, parameters: string[]): Promise<void> {
  // Both begin at once: the body is taken before this handler returns, or it is lost.
  const { bodyBytes }: CommandDefinition = COMMANDS[route.command];
  const body = route.method === 'GET' ? Promise.resolve(new Uint8Array()) : readBody(exchange, bodyBytes);
  const [read, authenticated] = await Promise.allSettled([body, authenticate(domain, route, exchange)]);
  if (read.status === 'rejected') {
    exchange.fail(toCozyError(read.reason, domain, exchange), {}, true);
    return;
  }
  if (exchange.ended) return;
  if (authenticated.status === 'rejected') {
    exchange.fail(toCozyError(authenticated.reason, domain, exchange));
    return;
  }
  const caller = {
    actor: authenticated.value,
    address: exchange.address,
    userAgent: exchange.userAgent,
    request: exchange.id,
  };
  // Without a token where one is needed nothing is counted that the caller could make use of.
  const counted = caller.actor !== null || COMMANDS[route.command].access.of === 'anyone';
  const rate = (): Headers => (counted ? rateFields(domain.rates, route.command, caller) : {});
  try {
    const fields = parseBody(read.value, exchange.field('content-type'));
    if (route.rest === 'query') addFields(fields, queryFields(route, exchange.query));
    const output = await domain.execute(route.command, commandInput(route, parameters, fields), caller);
    exchange.json(200, output, { 'Cache-Control': 'no-store', ...rate() });
  } catch (error) {
    exchange.fail(toCozyError(error, domain, exchange), rate());
  }
}

/** Who calls. Commands that anyone may call ignore the header: an expired token must not keep anyone from logging in. */
async function authenticate(domain: Domain, { command }: Route, exchange: Exchange): Promise<Actor | null> {
  if (COMMANDS[command].access.of === 'anyone') return null;
  return callerOf(domain, exchange.field('authorization'));
}

function toCozyError(error: unknown, { logger }: Domain, { id, method, route }: Exchange): CozyError {
  if (error instanceof CozyError) return error;
  logger.error({ error, request: id, method, route }, 'A request failed');
  return internalError(error, id);
}
