import { type Static, Type } from '@sinclair/typebox';

/** How much harm a scope can do in the wrong hands. */
export type Risk = 'low' | 'medium' | 'high';

interface ScopeDefinition {
  /** What it lets a bot do, in plain words that go on from "It may". */
  doc: string;
  risk: Risk;
  /** The scope that stands for it in a feed, where messages are posts. */
  inFeeds?: string;
}

/**
 * What a bot can be granted in a community. A command names in `scope`, and an event in `needs`, the one that opens it.
 * A bot can do what its scopes open, as far as its roles and who has installed it may do it themselves.
 */
export const SCOPES = {
  'read:messages': {
    doc: 'See that messages are sent, by whom and where, but not what they say',
    risk: 'low',
    inFeeds: 'read:posts',
  },
  'read:message-content': { doc: 'Read what messages, files and polls say', risk: 'high' },
  'write:messages': {
    doc: 'Send messages and files, and change or delete its own',
    risk: 'medium',
    inFeeds: 'write:posts',
  },
  'read:posts': { doc: 'See that posts and comments are written in feeds, and by whom', risk: 'low' },
  'write:posts': { doc: 'Write posts and comments in feeds', risk: 'medium' },
  'read:reactions': { doc: 'See who reacts to what', risk: 'low' },
  'write:reactions': { doc: 'React to messages and vote in polls', risk: 'low' },
  'read:members': { doc: 'See who is a member, who comes and goes, and who is online', risk: 'medium' },
  'moderate:messages': { doc: "Delete other people's messages, and pin them", risk: 'high' },
  'moderate:users': { doc: 'Remove members, and keep them from writing', risk: 'high' },
  'create:invites': { doc: 'Invite people', risk: 'medium' },
  'manage:channels': { doc: 'Make, change and delete channels', risk: 'high' },
  'manage:roles': { doc: 'Make and change roles, and give them to members', risk: 'high' },
  'manage:community': { doc: 'Change the name and the settings of the community, and its invitations', risk: 'high' },
  'manage:profile': { doc: 'Change its own name, colour and description', risk: 'low' },
  'voice:connect': { doc: 'Join voice channels, hear and speak there', risk: 'medium' },
  commands: { doc: 'Offer slash commands, and answer those who use them', risk: 'low' },
} as const satisfies Record<string, ScopeDefinition>;

/** The name of a scope. */
export type ScopeName = keyof typeof SCOPES;

/** All scopes, in the order in which they are shown. */
export const ALL_SCOPES = Object.keys(SCOPES) as ScopeName[];

/** A scope on the wire. */
export const Scope = Type.Union(ALL_SCOPES.map((name) => Type.Literal(name)));
export type Scope = Static<typeof Scope>;

/** A set of scopes on the wire. */
export const Scopes = Type.Array(Scope, { uniqueItems: true, maxItems: ALL_SCOPES.length });

/** Tells whether a text from outside is a scope. */
export function isScope(name: string): name is Scope {
  return Object.hasOwn(SCOPES, name);
}

/**
 * The scope that is needed in a channel for what a command or event names: in a feed, messages are posts.
 *
 * @param scope as declared.
 * @param channelType of the channel; without one, the scope as it is.
 */
export function scopeIn(scope: Scope, channelType?: string): Scope {
  const definition: ScopeDefinition = SCOPES[scope];
  return channelType === 'feed' ? ((definition.inFeeds as Scope | undefined) ?? scope) : scope;
}
