import type { ErrorCode } from '@cozy/protocol';
import { insist } from './insist.ts';
import type { Member, ShownChannel } from './member.ts';
import type { Random } from './random.ts';
import type { Sent } from './trace.ts';
import type { CommunityPlan } from './world.ts';

/** How often it looks what is due, in ms. */
const TICK = 20;
/** Shares of the messages that are edited, deleted or reacted to soon after, and that name somebody. */
const EDITED = 0.06;
const DELETED = 0.03;
const REACTED = 0.15;
const MENTIONING = 0.05;

/** What a chatter needs to know. */
export interface ChatterOptions {
  members: readonly Member[];
  communities: readonly CommunityPlan[];
  /** Messages a second. */
  rate: number;
  random: Random;
  /** Once false, nothing is tried again. */
  patience: () => boolean;
}

/** Lets clients talk at a steady rate, each message until it is acknowledged. */
export class Chatter {
  readonly sent: Sent[] = [];
  /** Sends and reactions that were refused for good, by code: their channel was hidden or gone by then. */
  readonly refused = new Map<ErrorCode, number>();
  readonly #options: ChatterOptions;
  /** Members by the communities that they talk in. */
  readonly #talkers: Map<string, Member[]>;
  readonly #waiting = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #due = 0;

  constructor(options: ChatterOptions) {
    this.#options = options;
    const byUser = new Map(options.members.map((member) => [member.plan.userId, member]));
    this.#talkers = new Map(
      options.communities.map(({ id, ownerId, people }) => [
        id,
        [ownerId, ...people].flatMap((userId) => byUser.get(userId) ?? []),
      ]),
    );
  }

  /** Messages, with what follows them, that are not answered yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Starts talking. */
  start(): void {
    const since = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - since) / 1000) * this.#options.rate);
      for (; this.#due < due; this.#due++) this.#track(this.#say());
    }, TICK);
  }

  /** Says nothing new. @returns once everything is answered, or given up. */
  async finish(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#waiting);
  }

  /** Sends one message. @returns its id, or null when it was refused or given up. */
  async send(member: Member, channelId: string, content: string): Promise<string | null> {
    const { random, patience } = this.#options;
    const nonce = `${member.plan.index}-${this.sent.length}-${random.between(0, 2 ** 31)}`;
    const sent: Sent = { author: member.plan.userId, nonce, id: null };
    this.sent.push(sent);
    const answer = await insist(member, 'message.send', { channel_id: channelId, content, nonce }, patience);
    if (answer && 'output' in answer) sent.id = answer.output.message.id;
    else if (answer) this.#count(answer.refused);
    return sent.id;
  }

  #track(work: Promise<void>): void {
    this.#waiting.add(work);
    void work.finally(() => this.#waiting.delete(work));
  }

  #count(code: ErrorCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  async #say(): Promise<void> {
    const { communities, random } = this.#options;
    const community = random.pick(communities);
    const talkers = this.#talkers.get(community.id)!;
    if (talkers.length === 0) return;
    const member = random.pick(talkers);
    const channels = [...member.channels.values()].filter(({ communityId }) => communityId === community.id);
    if (channels.length === 0) return;
    const channel = random.pick(channels);
    const mention = random.chance(MENTIONING) ? ` <@${random.pick([community.ownerId, ...community.people])}>` : '';
    const id = await this.send(member, channel.id, `${'so it is. '.repeat(random.between(1, 8))}${mention}`);
    if (id !== null) await this.#follow(member, channel, id);
  }

  /** What may happen to a message after it was sent. */
  async #follow(member: Member, channel: ShownChannel, message_id: string): Promise<void> {
    const { random, patience } = this.#options;
    const place = { channel_id: channel.id, message_id };
    const works = [];
    if (random.chance(REACTED)) {
      const reactor = random.pick(this.#talkers.get(channel.communityId)!);
      works.push(insist(reactor, 'reaction.add', { ...place, emoji: random.pick(['👍', '🎉', '😀']) }, patience));
    }
    if (random.chance(EDITED))
      works.push(insist(member, 'message.edit', { ...place, content: 'it was so.' }, patience));
    else if (random.chance(DELETED)) works.push(insist(member, 'message.delete', place, patience));
    for (const answer of await Promise.all(works)) if (answer && 'refused' in answer) this.#count(answer.refused);
  }
}
