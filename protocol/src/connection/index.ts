export { BACKOFF, backoffDelay } from './backoff.ts';
export { commandMethods } from './commands.ts';
export { Connection, type ConnectionOptions, type ConnectionState, type Dispatch, type Socket } from './connection.ts';
export { Emitter } from './emitter.ts';
export type { CallCommand, Commands } from './requests.ts';
