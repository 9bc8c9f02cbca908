import { type CommandInput, type CommandName, type CommandOutput, type ErrorCode, PERMISSIONS } from '@cozy/protocol';
import { insist } from './insist.ts';
import type { Member } from './member.ts';
import type { Random } from './random.ts';
import type { CommunityPlan } from './world.ts';

const VIEW = PERMISSIONS.VIEW_CHANNEL.toString();
const SEE = { allow: VIEW, deny: '0' };
const HIDE = { allow: '0', deny: VIEW };
/** A role and a member. */
const ROLE = 0;
const MEMBER = 1;

/** What a churn needs to know. */
export interface ChurnOptions {
  members: readonly Member[];
  communities: readonly CommunityPlan[];
  /** Changes a second. */
  rate: number;
  random: Random;
  /** Once false, nothing is tried again. */
  patience: () => boolean;
}

/** What is known of a community besides its plan; only its owner changes it, one thing after the other. */
interface Ground {
  plan: CommunityPlan;
  owner: Member;
  /** Whether the flickering channel is hidden from those without a role that shows it. */
  isHidden: boolean;
  /** Whether the inner role shows the flickering channel, by its permissions on the community. */
  isAdmin: boolean;
  /** Someone who sees, or does not see, the flickering channel other than their roles say. */
  exception: string | null;
  /** Roles that were given out, by user. */
  roles: Map<string, Set<string>>;
  /** A role that comes and goes, and shows the flickering channel. */
  guestRole: string | null;
  /** A channel that comes and goes. */
  extraChannel: string | null;
}

/** Keeps changing who may see what: roles, overwrites, channels, and who is a member at all. */
export class Churn {
  /** Changes that were made, by name. */
  readonly done = new Map<string, number>();
  /** Changes that were refused for good, by code: another change had come before. */
  readonly refused = new Map<ErrorCode, number>();
  readonly #options: ChurnOptions;
  readonly #grounds: Ground[];
  readonly #byUser: Map<string, Member>;
  readonly #away: { member: Member; plan: CommunityPlan }[] = [];
  #running: Promise<void> | undefined;
  #ending = false;

  constructor(options: ChurnOptions) {
    this.#options = options;
    this.#byUser = new Map(options.members.map((member) => [member.plan.userId, member]));
    this.#grounds = options.communities.flatMap((plan) => {
      const owner = this.#byUser.get(plan.ownerId);
      if (!owner) return [];
      const unchanged = { isHidden: false, isAdmin: false, exception: null, guestRole: null, extraChannel: null };
      return [{ plan, owner, roles: new Map(), ...unchanged }];
    });
  }

  /** Starts changing things. */
  start(): void {
    this.#running = this.#run();
  }

  /** Changes nothing more. @returns once the last change is answered, or given up. */
  async finish(): Promise<void> {
    this.#ending = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { rate, random } = this.#options;
    const acts = [
      ...Array.from({ length: 4 }, () => () => this.#assign()),
      ...Array.from({ length: 3 }, () => () => this.#flicker()),
      ...Array.from({ length: 3 }, () => () => this.#leaveOrReturn()),
      () => this.#guests(),
      () => this.#channel(),
      () => this.#rolePermissions(),
      () => this.#kick(),
    ];
    while (!this.#ending) {
      const since = performance.now();
      await random.pick(acts)();
      await new Promise((resolve) => setTimeout(resolve, 1000 / rate - (performance.now() - since)));
    }
  }

  async #ask<C extends CommandName>(member: Member, name: C, input: CommandInput<C>): Promise<CommandOutput<C> | null> {
    const answer = await insist(member, name, input, this.#options.patience);
    if (!answer) return null;
    if ('refused' in answer) {
      this.refused.set(answer.refused, (this.refused.get(answer.refused) ?? 0) + 1);
      return null;
    }
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
    return answer.output;
  }

  #ground(): Ground | null {
    return this.#grounds.length > 0 ? this.#options.random.pick(this.#grounds) : null;
  }

  /** Gives a role to someone, or takes it. */
  async #assign(): Promise<void> {
    const ground = this.#ground();
    if (!ground || ground.plan.people.length === 0) return;
    const { random } = this.#options;
    const { plan, roles, guestRole } = ground;
    const userId = random.pick(plan.people);
    const role = guestRole && random.chance(0.3) ? guestRole : plan.innerRole;
    const held = roles.get(userId) ?? new Set();
    if (!held.delete(role)) held.add(role);
    roles.set(userId, held);
    await this.#setRoles(ground, userId, held);
  }

  async #setRoles({ plan, owner }: Ground, user_id: string, roles: ReadonlySet<string>): Promise<void> {
    await this.#ask(owner, 'role.assign', { community_id: plan.id, user_id, roles: [...roles] });
  }

  /** Hides the flickering channel, shows it, or makes an exception for someone. */
  async #flicker(): Promise<void> {
    const ground = this.#ground();
    if (!ground) return;
    const { random } = this.#options;
    if (random.chance(0.6)) ground.isHidden = !ground.isHidden;
    else ground.exception = random.chance(0.3) ? null : random.pick([ground.plan.ownerId, ...ground.plan.people]);
    await this.#setOverwrites(ground);
  }

  async #setOverwrites({ plan, owner, isHidden, exception, guestRole }: Ground): Promise<void> {
    const overwrites: NonNullable<CommandInput<'channel.update'>['overwrites']> = [
      { id: plan.innerRole, type: ROLE, ...SEE },
    ];
    if (isHidden) overwrites.push({ id: plan.id, type: ROLE, ...HIDE });
    if (guestRole) overwrites.push({ id: guestRole, type: ROLE, ...SEE });
    if (exception) overwrites.push({ id: exception, type: MEMBER, ...(isHidden ? SEE : HIDE) });
    await this.#ask(owner, 'channel.update', { channel_id: plan.flickerId, overwrites });
  }

  /** Makes the guests' role and gives it to a few, or deletes it. */
  async #guests(): Promise<void> {
    const ground = this.#ground();
    if (!ground) return;
    const { random } = this.#options;
    const { plan, owner } = ground;
    if (ground.guestRole) {
      const role_id = ground.guestRole;
      ground.guestRole = null;
      for (const held of ground.roles.values()) held.delete(role_id);
      // Overwrites may not name a role that is gone.
      await this.#setOverwrites(ground);
      await this.#ask(owner, 'role.delete', { community_id: plan.id, role_id });
      return;
    }
    const made = await this.#ask(owner, 'role.create', { community_id: plan.id, name: 'guest' });
    if (!made) return;
    ground.guestRole = made.role.id;
    await this.#setOverwrites(ground);
    for (const userId of random.some(plan.people, 3)) {
      const held = (ground.roles.get(userId) ?? new Set()).add(made.role.id);
      ground.roles.set(userId, held);
      await this.#setRoles(ground, userId, held);
    }
  }

  /** Makes a channel, or deletes it. */
  async #channel(): Promise<void> {
    const ground = this.#ground();
    if (!ground) return;
    const { plan, owner } = ground;
    if (ground.extraChannel) {
      await this.#ask(owner, 'channel.delete', { channel_id: ground.extraChannel });
      ground.extraChannel = null;
      return;
    }
    const overwrites = this.#options.random.chance(0.5) ? [] : [{ id: plan.id, type: ROLE, ...HIDE } as const];
    const input = { community_id: plan.id, name: 'extra', type: 'text', overwrites } as const;
    ground.extraChannel = (await this.#ask(owner, 'channel.create', input))?.channel.id ?? null;
  }

  /** Makes administrators of those with the inner role, who see everything then, or takes it back. */
  async #rolePermissions(): Promise<void> {
    const ground = this.#ground();
    if (!ground) return;
    const { plan, owner } = ground;
    ground.isAdmin = !ground.isAdmin;
    const permissions = (ground.isAdmin ? PERMISSIONS.ADMINISTRATOR : 0n).toString();
    await this.#ask(owner, 'role.update', { community_id: plan.id, role_id: plan.innerRole, permissions });
  }

  /** Removes someone, who comes back some time if they are a client of this process. */
  async #kick(): Promise<void> {
    const ground = this.#ground();
    if (!ground || ground.plan.people.length === 0) return;
    const { plan, owner, roles } = ground;
    const userId = this.#options.random.pick(plan.people);
    const member = this.#byUser.get(userId);
    if (!member) return;
    roles.delete(userId);
    await this.#ask(owner, 'member.kick', { community_id: plan.id, user_id: userId });
    this.#away.push({ member, plan });
  }

  /** Lets someone leave, or come back. */
  async #leaveOrReturn(): Promise<void> {
    const { random, communities } = this.#options;
    if (this.#away.length > 0 && random.chance(0.5)) {
      const { member, plan } = this.#away.shift()!;
      await this.#ask(member, 'invite.accept', { code: plan.invite });
      return;
    }
    const plan = random.pick(communities);
    const here = plan.people.flatMap((userId) => this.#byUser.get(userId) ?? []);
    if (here.length === 0) return;
    const member = random.pick(here);
    await this.#ask(member, 'member.leave', { community_id: plan.id });
    this.#away.push({ member, plan });
  }
}
