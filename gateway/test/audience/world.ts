import { type Community, CozyError, type ErrorCode, type Overwrite, PERMISSIONS } from '@cozy/protocol';
import type { TestNode, TestUser } from '../harness.ts';
import { Model } from './model.ts';
import type { Exception, SessionPlan, Step } from './plan.ts';
import { Watcher } from './watcher.ts';

const VIEW = String(PERMISSIONS.VIEW_CHANNEL);
const RIGHTS = { see: VIEW, all: String(PERMISSIONS.ADMINISTRATOR), none: '0' } as const;
/** What may be refused because others were faster, or because there is nothing to do it to. */
const TOLERATED = new Set<ErrorCode>([
  'CONFLICT',
  'INVALID_INPUT',
  'LAST_TEXT_CHANNEL',
  'MISSING_PERMISSION',
  'OWNER_CANNOT_LEAVE',
  'ROLE_HIERARCHY',
  'UNKNOWN_CHANNEL',
  'UNKNOWN_COMMUNITY',
  'UNKNOWN_MEMBER',
  'UNKNOWN_MESSAGE',
  'UNKNOWN_ROLE',
]);

function one<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % list.length];
}

/** A community in which the steps of a plan are done, and those who watch it. */
export class World {
  readonly id: string;
  readonly partition: number;
  readonly watchers: Watcher[] = [];
  readonly #nodes: TestNode[];
  /** Does what changes the community. */
  readonly #ruler: TestUser;
  readonly #people: readonly TestUser[];
  readonly #created: Community;
  readonly #invitation: string;
  readonly #channels: string[];
  readonly #roles: string[] = [];
  readonly #messages: { channel_id: string; message_id: string }[] = [];
  /** Places at which nothing was under way. */
  readonly #rests: number[] = [];
  #made = 0;

  private constructor(
    nodes: TestNode[],
    ruler: TestUser,
    people: readonly TestUser[],
    created: Community,
    invitation: string,
  ) {
    this.#nodes = nodes;
    this.#ruler = ruler;
    this.#people = people;
    this.#created = created;
    this.#invitation = invitation;
    this.id = created.id;
    this.#channels = created.channels.map(({ id }) => id);
    this.partition = nodes[0]!.context.log.partitionOf({ kind: 'c', id: created.id });
  }

  /**
   * Makes a community with two roles and three channels, which all people but the last have joined, and its watchers.
   *
   * @param nodes where people are; the second is started anew by `restart`.
   * @param founder where all this is done, so that the nodes know nothing of it yet.
   */
  static async make(
    nodes: TestNode[],
    founder: TestNode,
    everyone: readonly TestUser[],
    sessions: readonly SessionPlan[],
  ): Promise<World> {
    const [ruler, ...people] = everyone as [TestUser, ...TestUser[]];
    const { community } = await founder.run(ruler, 'community.create', { name: 'Home' });
    const { invite } = await founder.run(ruler, 'invite.create', { community_id: community.id });
    const world = new World(nodes, ruler, people, structuredClone(community), invite.code);
    const setting: Step[] = [
      { do: 'role', rights: 'see' },
      { do: 'role', rights: 'none' },
      { do: 'channel', exceptions: [] },
      { do: 'channel', exceptions: [] },
      ...people.slice(1).map((_, person): Step => ({ do: 'join', person })),
    ];
    for (const step of setting) await world.#do(step, founder);
    // Who has just joined is shown everything afresh when they resume, which would hide what else they are given.
    const long = { joined_at: new Date(Date.now() - 3_600_000).toISOString() };
    await founder.context.database.members.updateMany({ community_id: world.id }, { $set: long });
    await world.#load();
    for (const { person, node, ...options } of sessions) {
      const watcher = new Watcher(one(everyone, person)!, options, world.id, world.partition);
      world.watchers.push(watcher);
      await watcher.identify(one(nodes, node)!, false);
    }
    return world;
  }

  // A node reads a community when nothing is under way: while a change is on its way to the log it would be ahead of it.
  async #load(): Promise<void> {
    for (const { context } of this.#nodes) await context.replica.community(this.id);
  }

  /**
   * Starts the second node anew while nobody is on it, so that it has nothing of the past in memory.
   *
   * @param meanwhile what those who were on it miss.
   */
  async restart(start: () => Promise<TestNode>, meanwhile: readonly Step[]): Promise<void> {
    const lost = this.#nodes[1]!;
    await Promise.all(this.watchers.filter((watcher) => watcher.node === lost).map((watcher) => watcher.drop()));
    await this.takeAll(meanwhile.filter(({ do: what }) => what !== 'resume' && what !== 'identify'));
    await lost.stop();
    this.#nodes[1] = await start();
    await this.#load();
  }

  /** Does steps at the same time, and waits for them. */
  async takeAll(steps: readonly Step[]): Promise<void> {
    await Promise.all(steps.map((step) => this.take(step)));
    this.#rests.push((await this.#nodes[0]!.context.log.bounds(this.partition)).last);
  }

  /** Does a step. What is refused because of what others did meanwhile is left. */
  async take(step: Step): Promise<void> {
    try {
      await this.#do(step, this.#nodes[this.#made++ % this.#nodes.length]!);
    } catch (error) {
      if (!(error instanceof CozyError) || !TOLERATED.has(error.code)) throw error;
    }
  }

  async #do(step: Step, node: TestNode): Promise<unknown> {
    const { run } = node;
    const here = { community_id: this.id };
    const ruler = this.#ruler;
    switch (step.do) {
      case 'say':
        return await this.#say(node, step.channel, step.naming);
      case 'edit':
      case 'unsay':
      case 'react': {
        const message = one(this.#messages, step.message);
        if (!message) return;
        if (step.do === 'edit') return await run(ruler, 'message.edit', { ...message, content: 'y' });
        if (step.do === 'unsay') return await run(ruler, 'message.delete', message);
        return await run(ruler, 'reaction.add', { ...message, emoji: '🦊' });
      }
      case 'channel': {
        if (this.#channels.length > 7) return;
        const input = { ...here, name: 'c', type: 'text' as const, overwrites: this.#overwrites(step.exceptions) };
        return this.#channels.push((await run(ruler, 'channel.create', input)).channel.id);
      }
      case 'exceptions': {
        const channel_id = one(this.#channels, step.channel)!;
        return await run(ruler, 'channel.update', { channel_id, overwrites: this.#overwrites(step.exceptions) });
      }
      case 'unchannel': {
        if (this.#channels.length < 3) return;
        const [channel_id] = this.#channels.splice(step.channel % this.#channels.length, 1);
        return await run(ruler, 'channel.delete', { channel_id: channel_id! });
      }
      case 'role': {
        if (this.#roles.length > 4) return;
        const input = { ...here, name: 'r', permissions: RIGHTS[step.rights] };
        return this.#roles.push((await run(ruler, 'role.create', input)).role.id);
      }
      case 'rights': {
        const role_id = step.role === null ? this.id : (one(this.#roles, step.role) ?? this.id);
        // With every right for all nothing would be hidden any more.
        const permissions = role_id === this.id && step.rights === 'all' ? VIEW : RIGHTS[step.rights];
        return await run(ruler, 'role.update', { ...here, role_id, permissions });
      }
      case 'unrole': {
        const [role_id] = this.#roles.splice(step.role % Math.max(1, this.#roles.length), 1);
        if (role_id) await run(ruler, 'role.delete', { ...here, role_id });
        return;
      }
      case 'assign': {
        const roles = this.#roles.filter((_, i) => (step.roles >> i) & 1);
        return await run(ruler, 'role.assign', { ...here, user_id: this.#person(step.person).id, roles });
      }
      case 'join':
        return await run(this.#person(step.person), 'invite.accept', { code: this.#invitation });
      case 'leave':
        return await run(this.#person(step.person), 'member.leave', here);
      case 'kick':
        return await run(ruler, 'member.kick', { ...here, user_id: this.#person(step.person).id });
      case 'owner':
        return await this.#handOver(node, this.#person(step.person));
      case 'drop':
        return await one(this.watchers, step.session)?.drop();
      case 'resume':
        return await one(this.watchers, step.session)?.resume(one(this.#nodes, step.node)!);
      case 'identify':
        return await one(this.watchers, step.session)?.identify(one(this.#nodes, step.node)!, step.inView);
      case 'look':
        return await one(this.watchers, step.session)?.look(step.inView);
    }
  }

  #person(pick: number): TestUser {
    return one(this.#people, pick)!;
  }

  async #say({ run }: TestNode, channel: number, naming: number | null): Promise<void> {
    const channel_id = one(this.#channels, channel)!;
    const content = naming === null ? 'x' : `<@${this.#person(naming).id}>`;
    const nonce = `${this.id}-${this.#made}`;
    const { message } = await run(this.#ruler, 'message.send', { channel_id, content, nonce });
    this.#messages.push({ channel_id, message_id: message.id });
  }

  #overwrites(exceptions: readonly Exception[]): Overwrite[] {
    const byId = new Map<string, Overwrite>();
    for (const { for: who, which, sees } of exceptions) {
      const id = who === 'all' ? this.id : who === 'role' ? one(this.#roles, which) : this.#person(which).id;
      const rights = sees ? { allow: VIEW, deny: '0' } : { allow: '0', deny: VIEW };
      if (id) byId.set(id, { id, type: who === 'person' ? 1 : 0, ...rights });
    }
    return [...byId.values()];
  }

  // No command does this yet; a future one will commit it like this.
  async #handOver({ context }: TestNode, to: TestUser): Promise<void> {
    const { database, outbox } = context;
    const owner_id = (await database.members.exists({ _id: `${this.id}:${to.id}`, left: false }))
      ? to.id
      : this.#ruler.id;
    const document = await database.communities.findById(this.id).lean();
    const { name, description, hue, rev } = document!;
    const data = { id: this.id, name, description, hue, owner_id };
    const event = { owner: { kind: 'c' as const, id: this.id }, name: 'COMMUNITY_UPDATE' as const, data };
    await outbox.commit(database.communities, { _id: this.id, rev }, { $set: { owner_id } }, [event]);
  }

  /** Does a last thing, and waits until everyone who watches has been sent everything. */
  async end(): Promise<void> {
    await this.#nodes[0]!.run(this.#ruler, 'community.update', { community_id: this.id, description: 'The end' });
    const { last } = await this.#nodes[0]!.context.log.bounds(this.partition);
    await Promise.all(this.watchers.map((watcher, i) => watcher.end(last, one(this.#nodes, i)!)));
  }

  /** Reads from the log what has happened. */
  async past(): Promise<Model> {
    const { log } = this.#nodes[0]!.context;
    const model = new Model(this.#created, this.#rests);
    const { last } = await log.bounds(this.partition);
    for await (const event of log.read(this.partition, 0, last, [{ kind: 'c', id: this.id }])) model.take(event);
    return model;
  }
}
