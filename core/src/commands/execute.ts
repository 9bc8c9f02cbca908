import { COMMANDS, type CommandName, CozyError } from '@cozy/protocol';
import type { TObject } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import type { Context } from '../context.ts';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { internalError } from '../logging.ts';
import { commandDuration } from '../metrics.ts';
import { traced } from '../tracing.ts';
import { authorize } from './authorize.ts';
import type { Caller, Handler } from './command.ts';
import { HANDLERS } from './index.ts';
import { withhold } from './withhold.ts';

/** Fields named in one INVALID_INPUT. */
const ERRORS_SHOWN = 20;

const checks = new Map<CommandName, TypeCheck<TObject>>(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => [name, TypeCompiler.Compile(COMMANDS[name].input as TObject)]),
);

/** Tells whether a text from outside is the name of a command. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/**
 * Carries out a command, whichever door it came through: checks the input, the rate and the caller's rights, then runs
 * the handler.
 *
 * @param name of a command; anything else is UNKNOWN_COMMAND.
 * @param input as it came from outside.
 * @returns the command's output.
 * @throws CozyError and nothing else. What is not the caller's doing is logged and becomes INTERNAL.
 */
export async function execute(context: Context, name: string, input: unknown, caller: Caller): Promise<unknown> {
  if (!isCommandName(name)) throw new CozyError('UNKNOWN_COMMAND');
  return traced(`command ${name}`, { 'cozy.request': caller.request ?? '' }, () => run(context, name, input, caller));
}

async function run(context: Context, name: CommandName, input: unknown, caller: Caller): Promise<unknown> {
  const { request } = caller;
  const ended = commandDuration.startTimer({ command: name });
  try {
    const checked = checkInput(name, input ?? {});
    const wait = context.rates.takeCall(name, caller);
    if (wait > 0) throw new CozyError('RATE_LIMITED', { retryAfter: wait });
    const grant = await authorize(context, name, checked, caller);
    const output = await (HANDLERS[name] as Handler<CommandName>)(context, checked as never, grant as never);
    const shown = withhold(context, name, output, caller.actor);
    const seconds = ended({ result: 'ok' });
    context.logger.debug({ request, command: name, seconds }, 'A command was carried out');
    return shown;
  } catch (error) {
    const known = toCozyError(error, context, name, request);
    const seconds = ended({ result: known.code });
    context.logger.debug({ request, command: name, seconds, result: known.code }, 'A command was refused');
    throw known;
  }
}

function checkInput(name: CommandName, input: unknown): Record<string, unknown> {
  const check = checks.get(name)!;
  if (check.Check(input)) return input as Record<string, unknown>;
  const errors: Record<string, string> = {};
  for (const { path, message, schema } of check.Errors(input)) {
    if (Object.keys(errors).length === ERRORS_SHOWN) break;
    const at = path || '/';
    // The first error of a field says most; the schema's own words help more than the name of its pattern.
    errors[at] ??= schema.description && 'pattern' in schema ? `Must be: ${schema.description}` : message;
  }
  throw new CozyError('INVALID_INPUT', { errors });
}

function toCozyError(error: unknown, { logger }: Context, command: CommandName, request?: string): CozyError {
  if (error instanceof CozyError) return error;
  if (isDatabaseUnavailable(error)) {
    logger.warn({ request, command, error }, 'A command failed because the database is away');
    return new CozyError('DATABASE_UNAVAILABLE', { retryAfter: 1, cause: error });
  }
  logger.error({ request, command, error }, 'A command failed');
  return internalError(error, request);
}
