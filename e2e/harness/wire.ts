import { createServer, connect as dial, type Socket } from 'node:net';

/** A wire between a process and an engine, of which one direction can be held. */
export interface Wire {
  /** Address of this end, `host:port`. */
  address: string;
  /** From now on nothing that the engine says gets through, while everything that is said to it does. */
  holdAnswers(): void;
  /** Cuts it. */
  close(): Promise<void>;
}

/** Puts a wire before an engine at `host:port`. */
export async function wireTo(host: string, port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let held = false;
  const server = createServer((near) => {
    const far = dial(port, host);
    near.pipe(far);
    far.on('data', (bytes) => {
      // What came before the wire was held, but is read only now, is held as well.
      if (!held) near.write(bytes);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('The wire has no port.');
  return {
    address: `127.0.0.1:${address.port}`,
    holdAnswers: () => {
      held = true;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
