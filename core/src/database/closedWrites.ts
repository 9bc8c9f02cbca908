import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

const PATCHED = Symbol('fails when its connection closes');

/** What is used here of the driver's connections, which it does not export. */
interface DriverConnection {
  socket: Socket;
  /** @throws the error by which the connection has ended, if it has. */
  throwIfAborted(): void;
  writeCommand(...command: unknown[]): Promise<void>;
  [PATCHED]?: true;
}

/**
 * Lets an operation fail whose connection breaks in the moment in which it begins to write.
 *
 * The driver (7.8 and 7.9, lib/cmap/connection.js) writes to a socket that was destroyed in the same turn of the event loop,
 * and then waits for `drain`, which never comes: the operation, and when it is the driver's own look at the server, all
 * others, wait for ever. No timeout of the driver counts there. See docs/decisions/015.
 *
 * @throws {Error} when the driver has no such method any more, so that this page is looked at again.
 */
export function failClosedWrites(): void {
  const require = createRequire(import.meta.url);
  // Mongoose may have a copy of its own.
  for (const near of [require, createRequire(require.resolve('mongoose'))]) {
    patch(
      (near('mongodb/lib/cmap/connection.js') as { Connection: { prototype: DriverConnection } }).Connection.prototype,
    );
  }
}

function patch(driver: DriverConnection): void {
  if (driver[PATCHED]) return;
  const { writeCommand } = driver;
  if (typeof writeCommand !== 'function')
    throw new Error('The MongoDB driver writes in another way: see closedWrites.ts.');
  driver[PATCHED] = true;
  driver.writeCommand = async function (...command) {
    const { socket } = this;
    let onClose: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      onClose = resolve;
    });
    socket.once('close', onClose);
    try {
      await Promise.race([writeCommand.apply(this, command), closed]);
    } finally {
      socket.off('close', onClose);
    }
    this.throwIfAborted();
  };
}
