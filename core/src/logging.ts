import { CozyError, ERRORS } from '@cozy/protocol';
import { type DestinationStream, type Logger, pino } from 'pino';
import { isDatabaseUnavailable } from './database/unavailable.ts';
import type { Settings } from './settings.ts';
import { traceFields } from './tracing.ts';

/** Fields that are never written, should someone put them into a log line: secrets, and what people wrote. */
const NEVER = [
  ...['token', 'access_token', 'refresh_token', 'token_hash', 'refresh_hash', 'secret', 'authorization', 'cookie'],
  ...['password', 'password_hash', 'email', 'content', 'data', 'input', 'output', 'query', 'mongodbUri', 'natsUrl'],
  ...['endpoint', 'keys', 'p256dh', 'auth', 'privateKey'],
];
/** How deep in a line they are looked for. */
const LEVELS = ['', '*.', '*.*.'];
/** Errors whose causes are shown, one in the other. */
const CAUSES = 4;
/** Characters of an error's message that are written. */
const MESSAGE_LENGTH = 300;

/** Errors that say what was wrong with a value by quoting it: the database's, Mongoose's, and JSON.parse's. */
const QUOTING = /^(Mongo|Mongoose|Bulk|Cast|Validat|StrictMode|ObjectParameter|Syntax|BSON)/;
/** From the first quotation mark or bracket to the last one: what was quoted may hold some of its own. */
const QUOTED = /["'`({[].*["'`)}\]]/s;

/** How an error is written into the log. */
export interface LoggedError {
  type: string;
  code?: string;
  message: string;
  /** Where it was thrown, without the message that a stack begins with. */
  stack?: string;
  cause?: LoggedError;
}

/**
 * Describes an error for the log without what people wrote: its other fields, among which the database's errors keep
 * whole documents, are left out, and quoted values are cut from messages.
 */
export function describeError(error: unknown, depth = CAUSES): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '' };
  const quotes = QUOTING.test(error.name) && !(error instanceof CozyError) && !isNetworkError(error);
  const message = quotes ? error.message.replace(QUOTED, '…') : error.message;
  const described: LoggedError = { type: error.name, message: message.slice(0, MESSAGE_LENGTH) };
  if ('code' in error) described.code = String(error.code);
  const frames = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line)) ?? [];
  if (frames.length > 0) described.stack = frames.join('\n');
  if (error.cause !== undefined && depth > 0) described.cause = describeError(error.cause, depth - 1);
  return described;
}

// The server's own words about a request have a code; those about a connection name hosts and ports only.
function isNetworkError(error: Error): boolean {
  return isDatabaseUnavailable(error) && error.name !== 'MongoServerError';
}

/**
 * Makes the logger of a process: JSON lines, with the trace that a line belongs to while tracing is on.
 *
 * @param part names the process in every line, such as `gateway+rest`.
 * @param destination standard output by default.
 */
export function createLogger(
  { logLevel }: Pick<Settings, 'logLevel'>,
  part: string,
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level: logLevel,
      base: { part },
      serializers: { error: (error: unknown) => describeError(error) },
      redact: { paths: LEVELS.flatMap((level) => NEVER.map((field) => level + field)), censor: '[left out]' },
      mixin: traceFields,
    },
    destination ?? pino.destination(1),
  );
}

/**
 * What a caller is told of a failure that is not their doing: where to find it in the log, and nothing else.
 *
 * @param cause which has been logged with the request's id.
 * @param request the id; without one the sentence names none.
 */
export function internalError(cause: unknown, request?: string): CozyError {
  const message = `${ERRORS.INTERNAL.message} Its request id is ${request}.`;
  return new CozyError('INTERNAL', { cause, ...(request && { message }) });
}
