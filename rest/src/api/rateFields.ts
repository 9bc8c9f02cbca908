import type { Context } from '@cozy/core';
import type { CommandName } from '@cozy/protocol';
import type { Headers } from '../http/exchange.ts';

/** What a caller must be told to stay below a command's rate. */
type Standing = ReturnType<Context['rates']['standing']>;

interface RateField {
  /** For the OpenAPI document. */
  description: string;
  schema: { type: 'integer' | 'number'; minimum: number };
  write(standing: Standing): string;
}

/**
 * Header fields that tell a caller how they stand with a command, by Discord's names and with its meaning, so that
 * libraries that obey them there obey them here.
 * Source: https://discord.com/developers/docs/topics/rate-limits#header-format
 */
export const RATE_FIELDS: Readonly<Record<string, RateField>> = {
  'X-RateLimit-Limit': {
    description: 'How many calls of this command may come at once',
    schema: { type: 'integer', minimum: 1 },
    write: ({ limit }) => String(limit),
  },
  'X-RateLimit-Remaining': {
    description: 'How many of them are left',
    schema: { type: 'integer', minimum: 0 },
    write: ({ remaining }) => String(remaining),
  },
  'X-RateLimit-Reset-After': {
    description: 'Seconds, to the millisecond, until all of them are there again',
    schema: { type: 'number', minimum: 0 },
    write: ({ resetAfter }) => resetAfter.toFixed(3),
  },
};

/**
 * Writes the fields for an answer.
 *
 * @param rates that count the calls.
 * @param command that was called.
 * @param caller who called: the account, or the address where there is none.
 */
export function rateFields(
  rates: Context['rates'],
  command: CommandName,
  caller: Parameters<Context['rates']['standing']>[1],
): Headers {
  const standing = rates.standing(command, caller);
  return Object.fromEntries(Object.entries(RATE_FIELDS).map(([name, { write }]) => [name, write(standing)]));
}
