import type { CommandOutput } from '@cozy/protocol';
import type { Msg } from '@nats-io/transport-node';
import { Unpackr } from 'msgpackr';
import type { Context } from '../context.ts';
import { packData } from '../log/packData.ts';

/** What a bot has answered, as the person who waits for it is told. */
export type Answer = Omit<CommandOutput<'interaction.create'>, 'interaction_id'>;

/** Milliseconds that an answer of the last moment is given to arrive. */
const GRACE = 500;

const unpackr = new Unpackr({ useRecords: false, int64AsType: 'number' });
const subjectOf = (interactionId: string) => `interaction.${interactionId}`;

/**
 * Begins to wait for the answer to an interaction, which comes from whichever node the bot is connected to.
 *
 * @param wait milliseconds.
 * @returns the answer, or null when none came in time. It has to be awaited, and never throws.
 */
export function awaitAnswer({ nats }: Context, interactionId: string, wait: number): Promise<Answer | null> {
  const subscription = nats.subscribe(subjectOf(interactionId), { max: 1 });
  const timer = setTimeout(() => subscription.unsubscribe(), wait + GRACE);
  return firstOf(subscription).finally(() => clearTimeout(timer));
}

async function firstOf(messages: AsyncIterable<Msg>): Promise<Answer | null> {
  for await (const message of messages) return unpackr.unpack(message.data);
  return null;
}

/** Tells the node where someone waits for the answer to their interaction. */
export function tellAnswer({ nats }: Context, interactionId: string, answer: Answer): void {
  nats.publish(subjectOf(interactionId), packData(answer));
}
