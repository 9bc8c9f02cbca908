import { type Static, Type } from '@sinclair/typebox';
import { Snowflake, snowflakeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import { User } from './objects.ts';
import { Scopes } from './scopes.ts';
import { RedirectUri, Timestamp } from './text.ts';

/** The channels that an installation is for. */
export const InstallationChannels = Type.Array(Snowflake, {
  minItems: 1,
  maxItems: LIMITS.installationChannels,
  uniqueItems: true,
  description: 'The channels and categories that it may see; absent, all that its roles let it see',
});

export const Installation = Type.Object(
  {
    id: Snowflake,
    community_id: Snowflake,
    user_id: snowflakeOf("The bot's"),
    installer_id: snowflakeOf(
      'Who has installed it, or has changed what it is granted last: it may do no more than they',
    ),
    scopes: Scopes,
    channels: Type.Optional(InstallationChannels),
    suspended: Type.Optional(Type.Boolean({ description: 'Whether it may do nothing, and is told nothing, for now' })),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'Installation', description: 'What a bot was granted in a community' },
);
export type Installation = Static<typeof Installation>;

export const Application = Type.Object(
  {
    user: User,
    owner: User,
    scopes: Scopes,
    redirect_uris: Type.Array(RedirectUri, { maxItems: LIMITS.redirectUris }),
    public: Type.Boolean(),
  },
  { $id: 'Application', description: 'A bot as those see it who may install it: who made it, and what it asks for' },
);
export type Application = Static<typeof Application>;

/** An installation as those see it who manage the community, with the bot and what it asks for now. */
export const InstalledBot = Type.Object(
  {
    installation: Installation,
    user: User,
    asked: Scopes,
    token: Type.Boolean({ description: 'Whether there is a token that works in this community only' }),
  },
  { $id: 'InstalledBot' },
);
export type InstalledBot = Static<typeof InstalledBot>;
