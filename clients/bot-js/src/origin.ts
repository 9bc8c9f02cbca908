import { createHash } from 'node:crypto';
import type { EventName } from '@cozy/protocol';
import type { Origin } from './context.ts';

/**
 * Finds where an event happened.
 *
 * @param name of the event.
 * @param data its `d`. CHANNEL_* are about a channel and COMMUNITY_CREATE, _UPDATE and _DELETE about a community,
 *   whose id they carry as `id`.
 */
export function eventOrigin(name: EventName, data: object): Origin {
  const fields = data as { id?: string; channel_id?: string; community_id?: string };
  const channelId = fields.channel_id ?? (name.startsWith('CHANNEL_') ? fields.id : undefined);
  const communityId = fields.community_id ?? (/^COMMUNITY_(CREATE|UPDATE|DELETE)$/.test(name) ? fields.id : undefined);
  return { ...(channelId && { channelId }), ...(communityId && { communityId }) };
}

/** Whose order an event belongs to: its channel's, else its community's, else the account's. */
export function queueKey({ channelId, communityId }: Origin): string {
  return channelId ?? communityId ?? 'account';
}

/**
 * The file in which a bot keeps its cursors by default.
 *
 * @param token whose id stands in the name, else a hash.
 * @param shard each has its own.
 */
export function cursorsFile(token: string, shard?: readonly [number, number]): string {
  const name = /^bot\.(\d+)\./.exec(token)?.[1] ?? createHash('sha256').update(token).digest('hex').slice(0, 16);
  return `.cozy-bot-${name}${shard ? `-${shard[0]}-of-${shard[1]}` : ''}.json`;
}
