/** Whom an event belongs to: a community (`c`) or a user (`u`). Its partition follows from the id. */
export interface Owner {
  kind: 'c' | 'u';
  id: string;
}

/** The parts of a log subject, `ev.<partition>.<kind>.<owner>.<channel or _>.<EVENT>`. */
export interface Subject {
  partition: number;
  owner: Owner;
  channelId: string | null;
  name: string;
}

/** First token of stored subjects, and of events that are not stored. */
export const STORED = 'ev';
export const EPHEMERAL = 'eph';

/**
 * The partition of a community or user: FNV-1a over the id's digits, modulo the number of partitions.
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/ (32 bit)
 *
 * @param id a snowflake.
 * @param partitions how many there are; fixed for the life of an instance.
 * @returns 0 to partitions - 1.
 */
export function partitionOf(id: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return hash % partitions;
}

/** The name of the stream that stores a partition. */
export function streamName(partition: number): string {
  return `EV_${partition}`;
}

/**
 * Writes a subject.
 *
 * @param root STORED or EPHEMERAL.
 * @param subject its parts.
 */
export function formatSubject(root: string, { partition, owner, channelId, name }: Subject): string {
  return `${root}.${partition}.${owner.kind}.${owner.id}.${channelId ?? '_'}.${name}`;
}

/** The subject that matches every event of an owner. */
export function ownerSubject(root: string, partition: number, owner: Owner): string {
  return `${root}.${partition}.${owner.kind}.${owner.id}.>`;
}

/**
 * Reads a subject that `formatSubject` wrote, with any root.
 *
 * @throws RangeError when it is none; only Cozy writes to these subjects, so that is a fault of the set-up.
 */
export function parseSubject(subject: string): Subject {
  const [, partition, kind, id, channel, name] = subject.split('.');
  if ((kind !== 'c' && kind !== 'u') || !id || !channel || !name)
    throw new RangeError(`Not an event's subject: ${subject}`);
  return { partition: Number(partition), owner: { kind, id }, channelId: channel === '_' ? null : channel, name };
}

/** A text that names an owner, for maps. */
export function ownerKey(owner: Owner): string {
  return `${owner.kind}.${owner.id}`;
}
