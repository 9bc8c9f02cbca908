import type { Channel, COMMANDS, CommandInput, CommandName, CommandOutput, User } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { CommunityState, Membership } from '../state/communityState.ts';

/** Who is behind a valid token. */
export interface Actor {
  kind: 'person' | 'bot';
  user: User;
  /** The log-in that the token belongs to; of a bot, its own id, or that of the token of an installation. */
  sessionId: string;
  /** The one community in which the token of an installation works. */
  boundTo?: string;
  /** Unix milliseconds until which the token works, where it is an old one that goes on for a while. */
  until?: number;
}

/** Where a request came from. `actor` is null without a token. */
export interface Caller {
  actor: Actor | null;
  address: string;
  userAgent: string;
  /** Names the request in the log, and in the sentence of INTERNAL. */
  request?: string;
}

interface OfAnyone {
  caller: Caller;
}
interface OfAccount extends OfAnyone {
  actor: Actor;
}
interface OfCommunity extends OfAccount {
  community: CommunityState;
  membership: Membership;
  /** On the community, or in the channel. */
  permissions: bigint;
}
interface OfChannel extends OfCommunity {
  channel: Channel;
}

/** What access a command declares decides what its handler is given: everything here has been checked. */
interface GrantByAccess {
  anyone: OfAnyone;
  account: OfAccount;
  community: OfCommunity;
  channel: OfChannel;
}

/** What the handler of a command is given besides its input. */
export type Grant<C extends CommandName> = GrantByAccess[(typeof COMMANDS)[C]['access']['of']];

/**
 * Carries a command out. Its input fits its schema, its caller may call it, and has not called it too often.
 * Throws CozyError for everything that the caller should know.
 */
export type Handler<C extends CommandName> = (
  context: Context,
  input: CommandInput<C>,
  grant: Grant<C>,
) => Promise<CommandOutput<C>>;
