import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import getPort, { clearLockedPorts } from 'get-port';

const PortsSchema = Type.Object({
  postgres: Type.Integer({ minimum: 1, maximum: 65535 }),
  mongodb: Type.Integer({ minimum: 1, maximum: 65535 }),
  nats: Type.Integer({ minimum: 1, maximum: 65535 }),
});

/** Loopback ports of the private engines. */
export type EnginePorts = Static<typeof PortsSchema>;

// Below Linux's ephemeral ports (32768 to 60999): while an engine is down, a client that keeps connecting to an ephemeral
// port is at some point given that very port as its own, connects to itself, and keeps the engine from coming back.
const LOWEST = 20_000;
const COUNT = 12_000;

/**
 * The ports of a data folder's engines: those of the last start where they are still free, so that whoever is connected
 * finds an engine again after a restart; else new ones, which are remembered in `ports.json`.
 * @param dataDir the data folder, which exists and is locked by this process.
 */
export async function rememberedPorts(dataDir: string): Promise<EnginePorts> {
  const file = portsFile(dataDir);
  const before = knownPorts(dataDir);
  const ports: EnginePorts = {
    postgres: await freePort(before?.postgres),
    mongodb: await freePort(before?.mongodb),
    nats: await freePort(before?.nats),
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(ports, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return ports;
}

/** A free loopback port, `preferred` if it is one. */
export async function freePort(preferred?: number): Promise<number> {
  const tries = Array.from({ length: 50 }, () => LOWEST + Math.floor(Math.random() * COUNT));
  // get-port keeps from giving a port twice for a while, which a start right after a stop must be able to get.
  clearLockedPorts();
  return getPort({ host: '127.0.0.1', port: preferred ? [preferred, ...tries] : tries });
}

/** Several free loopback ports, each another. @param count how many. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** The ports on which a data folder's engines ran last; undefined when none ever did. */
export function knownPorts(dataDir: string): EnginePorts | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(portsFile(dataDir), 'utf8'));
    return Value.Check(PortsSchema, value) ? value : undefined;
  } catch (error) {
    // No file is a first start; a torn one was written by a crash. New ports serve as well.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function portsFile(dataDir: string): string {
  return join(dataDir, 'ports.json');
}
