import type { CommunitySnapshot, EventData } from '@cozy/protocol';
import type { Received } from '../client.ts';
import type { Expected } from './expected.ts';
import { concerns, type Held, type Moment, misshown, type Past, sees, visibleTo } from './model.ts';
import type { Life } from './watcher.ts';

/** Changes after which a resumed session is shown the community afresh [GW-24]. */
const STRUCTURAL = /^(COMMUNITY_UPDATE|CHANNEL_|COMMUNITY_ROLE_|COMMUNITY_MEMBER_)/;

/**
 * Judges what Resume gave: everything after the cursor that may be seen now, and nothing else [GW-24]. `Now` is some
 * moment between when Resume was sent and the place that RESUMED names: what may be seen at all of them must come,
 * what may be seen at none must not.
 *
 * @param events up to RESUMED.
 * @param through the place that RESUMED names.
 * @param known channels that the client knew of.
 * @returns what is wrong, and the channels that the client knows of then.
 */
export function judgeReplay(
  expected: Expected,
  { cursor, since, inView }: Life,
  events: readonly Received[],
  through: number,
  known: ReadonlySet<string>,
): { wrong: string[]; known: Set<string> } {
  const { model, user, passive } = expected;
  const wrong: string[] = [];
  const knows = new Set(known);
  const now = model.moments(Math.min(since, through), through);
  // A membership may be known that is committed, but not in the log yet.
  const held = model.held(user, Math.min(since, through), model.ahead(through));
  const some = (look: (moment: Moment, one: Held) => boolean) =>
    now.some((moment) => held.some((one) => look(moment, one)));
  const seesSome = ({ event }: Past) => some((moment, one) => sees(event, moment, user, one));
  const seesAll = ({ event }: Past) => now.every((moment) => held.every((one) => sees(event, moment, user, one)));
  const full = !passive || inView;
  const came = new Set<number>();
  let shown = false;
  let last = cursor;

  for (const event of events) {
    const { name, data, place } = event;
    const { community_id, id } = data as { community_id?: string; id?: string };
    if ((community_id ?? id) !== model.id) continue;
    const at = place?.[1] ?? 0;
    const what = `${name} at ${at}`;
    if (name === 'COMMUNITY_CREATE') {
      const moments = place ? now : now.slice(-1);
      const snapshot = data as CommunitySnapshot;
      const misses = moments.flatMap((moment) => held.map((one) => misshown(snapshot, moment, user, one)));
      if (misses.every((list) => list.length > 0)) wrong.push(`${what} shows ${misses.at(-1)!.join(', ')}`);
      shown = true;
      knows.clear();
      for (const channel of (data as CommunitySnapshot).channels) knows.add(channel.id);
    } else if (name === 'COMMUNITY_DELETE') knows.clear();
    else if (name === 'PASSIVE_UPDATE') {
      if (full) wrong.push('PASSIVE_UPDATE came of a community in view');
      for (const channel of (data as EventData<'PASSIVE_UPDATE'>).channels) {
        if (!some((moment, one) => visibleTo(moment, user, one).includes(channel.id))) {
          wrong.push(`${what} names ${channel.id}`);
        }
      }
    } else {
      const past = model.at(at);
      if (!past) {
        wrong.push(`${what} is not in the log`);
        continue;
      }
      wrong.push(...expected.forged(event, past));
      if (at <= last || at > through) wrong.push(`${what} came after ${last}, before ${through}`);
      if (!isForNow(past, full, user)) wrong.push(`${what} came to a passive session`);
      if (!seesSome(past)) wrong.push(`${what} is hidden now`);
      if (name === 'CHANNEL_CREATE' || name === 'CHANNEL_UPDATE') knows.add(id!);
      if (name === 'CHANNEL_DELETE') knows.delete(id!);
      came.add(at);
      last = at;
    }
  }

  const missed = model.events.filter(({ event }) => event.sequence > cursor && event.sequence <= through);
  for (const past of missed) {
    const { name, sequence } = past.event;
    if (!expected.wants(name) || !isForNow(past, full, user) || came.has(sequence)) continue;
    if (seesAll(past)) wrong.push(`missed ${name} at ${sequence}`);
  }
  const changed = missed.some(({ event }) => STRUCTURAL.test(event.name));
  if (changed && !shown && held.every((one) => one !== null)) wrong.push('was not shown what has changed');
  return { wrong, known: knows };
}

function isForNow({ event }: Past, full: boolean, user: string): boolean {
  return full || concerns(event, user);
}
