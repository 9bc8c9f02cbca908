import type { TObject } from '@sinclair/typebox';
import type { ConversationKind } from '../objects.ts';
import type { Permission } from '../permissions.ts';
import type { Scope } from '../scopes.ts';

/**
 * What a command asks of who calls it. Checked in one place, before the handler runs.
 * `anyone`: no token. `account`: any valid token. `community`: a member of `input.community_id` with these permissions
 * on the community. `channel`: a member who may view `input.channel_id` and has these permissions in it. Without `kinds` a
 * command of a community is for communities only, and one of a channel for every kind.
 */
export type Access =
  | { of: 'anyone' }
  | { of: 'account' }
  | { of: 'community'; permissions: readonly Permission[]; kinds?: readonly Kind[] }
  | { of: 'channel'; permissions: readonly Permission[]; kinds?: readonly Kind[] };

/** Where a command may be used: in communities, direct conversations, groups. */
export type Kind = 'community' | ConversationKind;

/** A token bucket: so many at once, and so many regained each second. Counted per account, or per address for `anyone`. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** Everything that the four doors (gateway, REST, slash command, SDK) need to know of a command. */
export interface CommandDefinition<I extends TObject = TObject, O extends TObject = TObject> {
  /** One sentence that says what it does. */
  doc: string;
  access: Access;
  /** Bots may not call it. */
  peopleOnly?: true;
  /** What a bot must be granted to call it; of several, all; null where nothing is needed. Every command that bots may call says it. */
  scope?: Scope | readonly Scope[] | null;
  rate: Rate;
  /** The REST route. Names in braces are taken from the input; GET and DELETE take the rest from the query, others from the body. */
  route: readonly ['GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', string];
  /** Bytes of its HTTP body where they may be more than LIMITS.bodyBytes. */
  bodyBytes?: number;
  input: I;
  output: O;
}

/** Declares a command and keeps the exact types of its input and output. */
export const command = <const D extends CommandDefinition>(definition: D) => definition;
