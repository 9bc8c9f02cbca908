export { BACKOFF, backoffDelay } from './backoff.ts';
export { commandMethods } from './commands.ts';
export { Connection } from './connection.ts';
export { Emitter } from './emitter.ts';
export type { ConnectionOptions, ConnectionState, Dispatch, Socket } from './options.ts';
export type { CallCommand, Commands } from './requests.ts';
