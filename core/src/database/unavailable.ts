/** Names of the driver's errors that mean that the server cannot be reached, not that the request is wrong. */
const NETWORK_ERRORS = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
]);
/** What a socket says that the other side has closed while it was written to. The driver passes some of these on as they are. */
const SOCKET_ERRORS = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);
/** InternalError: how a wire gateway such as FerretDB says that the database behind it is away. */
const INTERNAL_ERROR = 1;
/** DuplicateKey. */
const DUPLICATE_KEY = 11000;
/** How FerretDB 2.7 says that an upsert's `_id` exists already: PostgreSQL's words in an InternalError. */
const POSTGRES_DUPLICATE = /duplicate key value violates unique constraint/;

/** Tells whether an error means that the database is away, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NETWORK_ERRORS.has(error.name)) return true;
  if ('code' in error && SOCKET_ERRORS.has(String(error.code))) return true;
  return (
    error.name === 'MongoServerError' && 'code' in error && error.code === INTERNAL_ERROR && !isDuplicateKey(error)
  );
}

/**
 * Tells whether an error means that a unique key exists already.
 *
 * @param field the key's field; any by default.
 */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code !== DUPLICATE_KEY && !(error.code === INTERNAL_ERROR && POSTGRES_DUPLICATE.test(error.message))) {
    return false;
  }
  return field === undefined || error.message.includes(field);
}
