import type { TemplatedApp } from 'uWebSockets.js';
import { existsSync } from 'node:fs';
import type { Context } from '@cozy/core';
import type { PartHealth } from './health.ts';
import { CLIENT_DIR } from './setup/client.ts';

/** A running part of Cozy. */
export interface Part {
  /**
   * Ends it in order: nothing new is taken, what is under way is finished.
   * @param drainMs how long that may take, in ms.
   */
  close(drainMs?: number): Promise<void>;
  health(): PartHealth;
}

/** How each part is started; a process loads only its own. Those with sockets are attached to the process's server. */
export const PARTS = {
  gateway: async (app: TemplatedApp, context: Context): Promise<Part> => {
    const { attachGateway } = await import('@cozy/gateway');
    return attachGateway(app, context);
  },
  rest: async (app: TemplatedApp, context: Context): Promise<Part> => {
    const { attachRest } = await import('@cozy/rest');
    // In development Vite serves the client, and it may never have been built.
    return attachRest(app, context, { clientDir: existsSync(CLIENT_DIR) ? CLIENT_DIR : null });
  },
  worker: async (_app: TemplatedApp, context: Context): Promise<Part> => {
    const { startWorker } = await import('@cozy/workers');
    return startWorker(context);
  },
};

/** Name of a part, as given on the command line. */
export type PartName = keyof typeof PARTS;
