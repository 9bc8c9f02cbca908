import { CozyError, hasPermission, LIMITS, SLOWMODE_EXEMPT } from '@cozy/protocol';
import { type KV, Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';

/** When someone has last written in a channel (Unix milliseconds), and by which nonce. */
interface LastMessage {
  at: number;
  nonce: string;
}

/**
 * Opens the bucket that remembers who has last written when, for as long as the slowest channel needs it.
 *
 * @param replicas copies in the NATS cluster.
 */
export async function openSlowmode(nats: NatsConnection, replicas: number): Promise<KV> {
  return await new Kvm(nats).create('slowmode', { ttl: LIMITS.slowmodeSeconds * 1000, history: 1, replicas });
}

/**
 * Lets a member write in a channel with slow mode once in its time, whichever nodes they send to: the time of the last
 * message is changed by compare-and-set. The same nonce again is the same message. Moderators and bots are exempt.
 *
 * @throws CozyError RATE_LIMITED, with the seconds to wait.
 */
export async function keepSlowmode(
  { slowmode }: Context,
  { actor, channel, permissions }: Grant<'message.send'>,
  nonce: string,
): Promise<void> {
  const seconds = channel.rate_limit_per_user ?? 0;
  if (seconds === 0 || actor.kind === 'bot' || SLOWMODE_EXEMPT.some((one) => hasPermission(permissions, one))) return;
  const key = `${channel.id}.${actor.user.id}`;
  const now = Date.now();
  const known = await slowmode.get(key);
  const last = known?.operation === 'PUT' ? known.json<LastMessage>() : null;
  if (last?.nonce === nonce) return;
  const wait = last ? last.at + seconds * 1000 - now : 0;
  if (wait > 0) throw slow(wait / 1000);
  try {
    const next: LastMessage = { at: now, nonce };
    await slowmode.put(key, JSON.stringify(next), { previousSeq: known?.revision ?? 0 });
  } catch (error) {
    // They have sent another one at the same moment.
    if (error instanceof Error && /wrong last sequence/i.test(error.message)) throw slow(seconds);
    throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1, cause: error });
  }
}

function slow(seconds: number): CozyError {
  const retryAfter = Math.ceil(seconds * 1000) / 1000;
  const wait = seconds < 120 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  const message = `This channel is in slow mode. You can write again in ${wait}.`;
  return new CozyError('RATE_LIMITED', { message, retryAfter });
}
