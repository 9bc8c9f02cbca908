import { type Context, endDueBans, type Outboxed } from '@cozy/core';
import type { Model } from 'mongoose';
import { every } from './every.ts';
import { Indexer } from './indexer.ts';
import { Leadership } from './leadership.ts';
import { linkWorker } from './links/linkWorker.ts';
import { fileWorker } from './media/fileWorker.ts';
import { sweepFiles } from './media/sweepFiles.ts';
import { Projector } from './projector.ts';
import { Pusher } from './push/pusher.ts';
import { pushWorker } from './push/pushWorker.ts';
import { Scheduler } from './scheduler.ts';
import { upgrade } from './upgrade.ts';

/** A running worker. */
export interface Worker {
  /** Stops taking work and finishes what was begun. */
  close(): Promise<void>;
  health(): { ready: boolean; detail: Record<string, unknown> };
}

/** Milliseconds between two sweeps of the outboxes. */
const SWEEP_EVERY = 2_000;
/** Milliseconds between two sweeps of files. */
const FILES_EVERY = 60_000;
/** Milliseconds between two looks at bans that are to end, and how many end in one. */
const BANS_EVERY = 1_000;
const BANS = 100;

/**
 * Starts the readers of the log. Of several workers one leads and projects, and one keeps the search index; the others
 * take over when it is gone. All of them sweep outboxes, which is safe to do twice.
 */
export async function startWorker(context: Context): Promise<Worker> {
  const { database, outbox, logger } = context;
  await upgrade(context);
  const projector = new Projector(context);
  const leadership = new Leadership(context, 'projector', {
    start: () => projector.start(),
    stop: () => projector.stop(),
  });
  const indexer = new Indexer(context);
  const indexing = new Leadership(context, 'indexer', {
    start: () => indexer.start(),
    stop: () => indexer.stop(),
  });
  const scheduler = new Scheduler(context);
  const scheduling = new Leadership(context, 'scheduler', {
    start: () => scheduler.start(),
    stop: () => scheduler.stop(),
  });
  const pusher = new Pusher(context);
  const pushing = new Leadership(context, 'pusher', {
    start: () => pusher.start(),
    stop: () => pusher.stop(),
  });
  const models = [
    database.communities,
    database.members,
    database.users,
    database.invites,
    database.relationships,
    database.sessions,
    database.schedules,
    database.joinRequests,
  ] as unknown as Model<Outboxed>[];
  const sweep = every(SWEEP_EVERY, logger, 'Sweeping the outboxes failed; trying again', async () => {
    for (const model of models) await outbox.sweep(model);
  });
  const fileSweep = every(FILES_EVERY, logger, 'Sweeping the files failed; trying again', () => sweepFiles(context));
  const banSweep = every(BANS_EVERY, logger, 'Ending bans failed; trying again', () => endDueBans(context, BANS));
  const files = fileWorker(context);
  files.start();
  const links = linkWorker(context);
  links.start();
  const pushes = pushWorker(context);
  pushes.start();
  await leadership.start();
  await indexing.start();
  await scheduling.start();
  await pushing.start();
  return {
    close: async () => {
      await pushing.stop();
      await scheduling.stop();
      await indexing.stop();
      await Promise.all([sweep.stop(), fileSweep.stop(), banSweep.stop(), files.stop(), links.stop(), pushes.stop()]);
      await leadership.stop();
    },
    health: () => {
      const { ready, detail } = context.health();
      return {
        ready,
        detail: {
          ...detail,
          projector: leadership.leads ? 'leads' : 'stands by',
          behind: projector.behind,
          indexer: indexer.isBuilding ? 'builds' : indexing.leads ? 'leads' : 'stands by',
          search_behind: indexer.behind,
          files: files.underWay,
          links: links.underWay,
          pushes: pushes.underWay,
        },
      };
    },
  };
}
