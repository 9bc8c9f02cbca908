import { type Static, Type } from '@sinclair/typebox';
import { LIMITS } from './limits.ts';
import { Emoji } from './messages.ts';
import { ChannelType } from './objects.ts';
import { PERMISSIONS, type Permission } from './permissions.ts';
import { Hue, Line, OptionalText, Text } from './text.ts';

/** Names a role, category or channel inside a structure. */
const Key = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
  description: 'Lower-case letters, digits and hyphens, at most 40',
});

/** A permission by its name, as templates write it. */
export const PermissionName = Type.Union((Object.keys(PERMISSIONS) as Permission[]).map((name) => Type.Literal(name)));
const PermissionNames = Type.Array(PermissionName, { uniqueItems: true });

/** A role of a structure. The keys `member` and `moderator` describe the roles that every community has. */
export const TemplateRole = Type.Object(
  {
    key: Key,
    name: Line(LIMITS.nameLength),
    hue: Type.Optional(Hue),
    permissions: Type.Optional(PermissionNames),
  },
  { $id: 'TemplateRole', additionalProperties: false },
);
export type TemplateRole = Static<typeof TemplateRole>;

export const TemplateOverwrite = Type.Object(
  { role: Key, allow: Type.Optional(PermissionNames), deny: Type.Optional(PermissionNames) },
  { $id: 'TemplateOverwrite', additionalProperties: false },
);
export type TemplateOverwrite = Static<typeof TemplateOverwrite>;

export const TemplateChannel = Type.Object(
  {
    key: Key,
    name: Line(LIMITS.nameLength),
    type: Type.Exclude(ChannelType, Type.Literal('category')),
    topic: Type.Optional(OptionalText(LIMITS.topicLength)),
    category: Type.Optional(Key),
    overwrites: Type.Optional(Type.Array(TemplateOverwrite, { maxItems: 20 })),
  },
  { $id: 'TemplateChannel', additionalProperties: false },
);
export type TemplateChannel = Static<typeof TemplateChannel>;

/** What a community begins with. The order of each list is the order in which it is shown. */
export const TemplateStructure = Type.Object(
  {
    roles: Type.Array(TemplateRole, { maxItems: 50, description: 'The highest first' }),
    categories: Type.Array(
      Type.Object(
        {
          key: Key,
          name: Line(LIMITS.nameLength),
          overwrites: Type.Optional(Type.Array(TemplateOverwrite, { maxItems: 20 })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 50 },
    ),
    channels: Type.Array(TemplateChannel, { minItems: 1, maxItems: 200 }),
  },
  { $id: 'TemplateStructure', additionalProperties: false },
);
export type TemplateStructure = Static<typeof TemplateStructure>;

/** `manifest.json` of a package. */
export const TemplateManifest = Type.Object(
  {
    format: Type.Literal(1),
    slug: Key,
    name: Line(LIMITS.nameLength),
    version: Type.String({ pattern: '^\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}$', description: 'Three numbers, such as 1.0.0' }),
    description: Text(LIMITS.topicLength),
    hue: Hue,
    icon: Emoji,
  },
  { $id: 'TemplateManifest', additionalProperties: false },
);
export type TemplateManifest = Static<typeof TemplateManifest>;

/** `messages.json` of a package: what stands in the channels from the start, in this order. */
export const TemplateMessages = Type.Array(
  Type.Object({ channel: Key, content: Text(LIMITS.messageLength, 'Markdown') }, { additionalProperties: false }),
  { $id: 'TemplateMessages', maxItems: 50 },
);
export type TemplateMessages = Static<typeof TemplateMessages>;

/** A template as the gallery shows it. */
export const TemplatePreview = Type.Object(
  { manifest: TemplateManifest, structure: TemplateStructure },
  { $id: 'TemplatePreview' },
);
export type TemplatePreview = Static<typeof TemplatePreview>;

/** A whole package. */
export interface Template extends TemplatePreview {
  messages: TemplateMessages;
}

/** Keys of the roles that every community has and a structure may describe. */
export const FIXED_ROLE_KEYS: readonly string[] = ['member', 'moderator'];

/**
 * Says what is wrong with a structure that fits its schema: keys that are used twice or lead nowhere, permissions that
 * are allowed and denied at once, no text channel, or an administrator by template.
 *
 * @returns a sentence for each problem; none when it can be built.
 */
export function structureProblems({ roles, categories, channels }: TemplateStructure): string[] {
  const problems = [
    ...repeated(roles).map((key) => `Two roles have the key ${key}.`),
    ...repeated([...categories, ...channels]).map((key) => `Two channels or categories have the key ${key}.`),
  ];
  if (!channels.some(({ type }) => type === 'text')) problems.push('There is no text channel.');
  const known = new Set([...FIXED_ROLE_KEYS, ...roles.map(({ key }) => key)]);
  const parents = new Set(categories.map(({ key }) => key));
  for (const { key, permissions = [] } of roles) {
    if (permissions.includes('ADMINISTRATOR')) problems.push(`The role ${key} must not be an administrator.`);
  }
  for (const { key, category } of channels) {
    if (category !== undefined && !parents.has(category)) problems.push(`${key}: there is no category ${category}.`);
  }
  for (const { key, overwrites = [] } of [...categories, ...channels]) {
    for (const { role, allow = [], deny = [] } of overwrites) {
      if (!known.has(role)) problems.push(`${key}: there is no role ${role}.`);
      for (const name of allow.filter((one) => deny.includes(one))) {
        problems.push(`${key}: ${name} is allowed and denied to ${role} at once.`);
      }
    }
    for (const role of repeated(overwrites.map((one) => ({ key: one.role })))) {
      problems.push(`${key}: the role ${role} has two overwrites.`);
    }
  }
  return problems;
}

/** Says what is wrong with the messages of a package: channels that do not exist or hold none. */
export function messageProblems({ channels }: TemplateStructure, messages: TemplateMessages): string[] {
  const holding = new Set(channels.filter(({ type }) => type !== 'voice').map(({ key }) => key));
  return messages
    .filter(({ channel }) => !holding.has(channel))
    .map(({ channel }) => `A message is for ${channel}, which is no channel for messages.`);
}

function repeated(of: readonly { key: string }[]): string[] {
  const keys = of.map(({ key }) => key);
  return [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))];
}
