import { LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import type { Received, TestClient } from '../client.ts';
import {
  dropDatabase,
  makeCommunity,
  startNode,
  type TestEngines,
  type TestNode,
  type TestUser,
  testEngines,
} from '../harness.ts';
import { Pulse } from '../pulse.ts';
import { ServerProcess } from '../serverProcess.ts';

const MIB = 1024 * 1024;
/** Memory that the server may hold more when everything is over and its garbage is collected. */
const LEFT_OVER = 8 * MIB;
/** Milliseconds for the server to notice that connections have ended. */
const AFTERWARDS = 500;
/**
 * Messages that are shouted at once, 400 KB, and milliseconds before the next: a server that looks once a second for who does
 * not read then finds more than 1 and less than 4 MiB waiting, and need not cut anybody off.
 */
const SHOUTED_AT_ONCE = 100;
const BREATH = 150;

/** Waits, where there is nothing to wait for. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Does something so many times, some of them at the same time. @returns what it gave. */
export async function times<T>(count: number, act: (index: number) => Promise<T>, atOnce = 100): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i += atOnce) {
    results.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, count - i) }, (_, k) => act(i + k)))));
  }
  return results;
}

/**
 * A gateway in a process of its own on which two healthy clients talk, while a test is hostile to it. After each test,
 * they must have been served as if nothing had been, and the server must hold no more than before.
 */
export class Stage {
  engines!: TestEngines;
  server!: ServerProcess;
  /** Whose token a hostile client has, if it has any: a member of the channel in which the healthy ones talk. */
  mallory!: TestUser;
  channelId!: string;
  #node!: TestNode;
  #healthyPeople: TestUser[] = [];
  #healthy: TestClient[] = [];
  #pulse: Pulse | undefined;
  #heap = 0;
  /** Bytes of messages that the server remembers, within bounds of its own. */
  #remembered = 0;

  /** Adds the stage's hooks to the `describe` in which it is called. */
  constructor() {
    before(() => this.#build());
    beforeEach(() => this.#begin());
    afterEach(() => this.#end());
    after(() => this.#strike());
  }

  /** A community of mallory's own, with as many channels as can be in view. */
  async ownCommunity(): Promise<{ id: string; channels: string[] }> {
    const { id, channelId } = await makeCommunity(this.#node, this.mallory);
    const channels = [channelId];
    for (let i = 1; i < LIMITS.subscriptions; i++) {
      const input = { community_id: id, name: `c${i}`, type: 'text' as const };
      channels.push((await this.#node.run(this.mallory, 'channel.create', input)).channel.id);
    }
    return { id, channels };
  }

  /** Sends messages of the greatest length into the channel of the healthy clients, as fast as the server passes them on. */
  async shout(count: number): Promise<void> {
    const content = 'x'.repeat(LIMITS.messageLength);
    const input = { channel_id: this.channelId, content };
    const [ann] = this.#healthyPeople;
    const reader = this.#healthy[1]!;
    // Each as a frame, and as what was decoded of it.
    this.#remembered += count * LIMITS.messageLength * 3;
    const isShout = ({ data }: Received) => (data as { content?: string }).content === content;
    for (let sent = 0; sent < count; sent += SHOUTED_AT_ONCE) {
      const nonce = (i: number) => `shout ${Date.now()} ${sent + i}`;
      await times(
        Math.min(SHOUTED_AT_ONCE, count - sent),
        (i) => this.#node.run(ann!, 'message.send', { ...input, nonce: nonce(i) }),
        25,
      );
      const due = Math.min(sent + SHOUTED_AT_ONCE, count);
      await reader.until('every shout', () => reader.events.filter(isShout).length >= due || undefined);
      await pause(BREATH);
    }
  }

  async #build(): Promise<void> {
    this.engines = testEngines();
    this.#node = await startNode(this.engines);
    this.server = await ServerProcess.start(this.engines);
    const people = await Promise.all(['ann', 'bob', 'mallory'].map((name) => this.#node.person(name)));
    this.mallory = people.pop()!;
    this.#healthyPeople = people;
    const home = await makeCommunity(this.#node, people[0]!, [people[1]!, this.mallory]);
    this.channelId = home.channelId;
    // What a server keeps from its first uses on is not what a test is about.
    for (const one of await times(50, () => this.server.identified(this.mallory.token), 10)) one.drop();
  }

  async #begin(): Promise<void> {
    this.#healthy = await Promise.all(this.#healthyPeople.map(({ token }) => this.server.identified(token)));
    this.#heap = (await this.server.memory()).heap;
    this.#remembered = 0;
    this.#pulse = new Pulse(this.#healthy[0]!, this.#healthy[1]!, this.channelId);
  }

  async #end(): Promise<void> {
    await this.#pulse?.stop();
    for (const client of this.#healthy) client.drop();
    await pause(AFTERWARDS);
    const more = (await this.server.memory()).heap - this.#heap;
    expect(more, 'bytes that the server holds more').to.be.below(LEFT_OVER + this.#remembered);
  }

  async #strike(): Promise<void> {
    await this.server?.stop();
    await dropDatabase(this.#node);
    await this.#node.stop();
  }
}
