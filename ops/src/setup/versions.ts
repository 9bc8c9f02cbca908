import { join } from 'node:path';

/** Version of nats-server: the first line with message TTL, atomic batches and compare-and-set that was measured. */
export const NATS_SERVER = '2.15.2';
/** Version of FerretDB, the MongoDB wire gateway of the embedded database. */
export const FERRETDB = '2.7.0';
/** Version of versitygw, the S3 server of tests and benchmarks. */
export const VERSITYGW = '1.8.0';
/** Major version of PostgreSQL in the embedded database; its data folder depends on it. */
export const POSTGRES = '18';

/** Where the engines are installed in a cache folder. Each path exists only once it is complete. */
export function enginePaths(cacheDir: string) {
  return {
    natsServer: join(cacheDir, `nats-server-${NATS_SERVER}`, 'nats-server'),
    versitygw: join(cacheDir, `versitygw-${VERSITYGW}`, 'versitygw'),
    ferretdb: join(cacheDir, `ferretdb-${FERRETDB}`, 'ferretdb'),
    postgresRoot: join(cacheDir, `postgres-${POSTGRES}`),
  };
}
