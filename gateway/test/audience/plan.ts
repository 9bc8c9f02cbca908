import { ALL_INTENTS, INTENTS } from '@cozy/protocol';
import fc from 'fast-check';
import type { WatcherOptions } from './watcher.ts';

/** People besides the one who rules. */
export const PEOPLE = 4;

/** Numbers that choose among what there is when the step is taken. */
type Pick = number;
const pick = fc.nat({ max: 999 });

/** Who an overwrite is for: the member role, a role, or a person; and whether they may see. */
export interface Exception {
  for: 'all' | 'role' | 'person';
  which: Pick;
  sees: boolean;
}

/** What a role may do. */
export type Rights = 'see' | 'all' | 'none';

/** One thing that is done. */
export type Step =
  | { do: 'say'; channel: Pick; naming: Pick | null }
  | { do: 'edit' | 'unsay' | 'react'; message: Pick }
  | { do: 'channel'; exceptions: Exception[] }
  | { do: 'exceptions'; channel: Pick; exceptions: Exception[] }
  | { do: 'unchannel'; channel: Pick }
  | { do: 'role'; rights: Rights }
  | { do: 'rights'; role: Pick | null; rights: Rights }
  | { do: 'unrole'; role: Pick }
  | { do: 'assign'; person: Pick; roles: Pick }
  | { do: 'join' | 'leave' | 'kick' | 'owner'; person: Pick }
  | { do: 'drop'; session: Pick }
  | { do: 'resume' | 'identify'; session: Pick; node: Pick; inView: boolean }
  | { do: 'look'; session: Pick; inView: boolean };

/** What a session of the test is. */
export interface SessionPlan extends WatcherOptions {
  person: Pick;
  node: Pick;
}

/** A whole run: what there is, and what happens, step by step; steps of one batch at the same time. */
export interface Plan {
  sessions: SessionPlan[];
  batches: Step[][];
  /** The batch before which the second node is started anew. */
  restart: Pick;
}

const exception = fc.record<Exception>({
  for: fc.constantFrom('all', 'role', 'person'),
  which: pick,
  sees: fc.boolean(),
});
const rights = fc.constantFrom<Rights>('see', 'see', 'none', 'none', 'all');
const exceptions = fc.array(exception, { maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('say'), channel: pick, naming: fc.option(pick, { freq: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('edit', 'unsay', 'react'), message: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('channel'), exceptions }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('exceptions'), channel: pick, exceptions }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unchannel'), channel: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('role'), rights }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('rights'),
      role: fc.option(pick, { freq: 2 }),
      rights,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unrole'), role: pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('assign'), person: pick, roles: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join'), person: pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('leave', 'kick', 'owner'), person: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop'), session: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('resume', 'resume', 'identify'),
      session: pick,
      node: pick,
      inView: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look'), session: pick, inView: fc.boolean() }) },
) as fc.Arbitrary<Step>;

const session = fc.record<SessionPlan>({
  person: pick,
  node: pick,
  intents: fc.constantFrom<number | undefined>(
    undefined,
    undefined,
    INTENTS.COMMUNITY_MESSAGES,
    INTENTS.COMMUNITIES | INTENTS.COMMUNITY_MESSAGE_REACTIONS,
    ALL_INTENTS & ~INTENTS.COMMUNITY_MESSAGES,
  ) as fc.Arbitrary<number>,
  passive: fc.boolean(),
  encoding: fc.constantFrom('msgpack', 'msgpack', 'json'),
  compressed: fc.boolean(),
});

/** Any run, of a size that takes about a second. */
export const plan: fc.Arbitrary<Plan> = fc.record({
  sessions: fc.array(session, { minLength: 5, maxLength: 9 }),
  batches: fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 20, maxLength: 40 }),
  restart: pick,
});
