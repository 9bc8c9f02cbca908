import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { Application, Installation, InstallationChannels, InstalledBot } from '../installations.ts';
import { Scopes } from '../scopes.ts';
import { RedirectUri } from '../text.ts';
import { command } from './define.ts';

const managed = { access: { of: 'community', permissions: ['MANAGE_COMMUNITY'] }, peopleOnly: true } as const;
const Place = { community_id: Snowflake, bot_id: Snowflake };
const channels = Type.Optional(InstallationChannels);

/** The wish for a token of the installation's own, as in RFC 7636. */
const CodeRequest = Type.Object(
  {
    redirect_uri: RedirectUri,
    code_challenge: Type.String({
      pattern: '^[A-Za-z0-9_-]{43}$',
      description: 'SHA-256 of the verifier, in base64url',
    }),
    code_challenge_method: Type.Literal('S256'),
  },
  { additionalProperties: false },
);

export const installation = {
  'application.get': command({
    doc: 'Tells who made a bot and what it asks for. A private one is shown to its owner only.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 30, perSecond: 1 },
    route: ['GET', '/applications/{bot_id}'],
    input: Type.Object({ bot_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ application: Application }),
  }),
  'installation.create': command({
    doc: 'Installs a bot with scopes that it asks for, or grants an installed one these in place of those before. With `code` it gives a code for a token.',
    ...managed,
    rate: { burst: 20, perSecond: 0.5 },
    route: ['POST', '/communities/{community_id}/installations'],
    input: Type.Object(
      { ...Place, scopes: Scopes, channels, code: Type.Optional(CodeRequest) },
      { additionalProperties: false },
    ),
    output: Type.Object({ installation: Installation, code: Type.Optional(Type.String()) }),
  }),
  'installation.list': command({
    doc: 'Lists the bots that are installed in a community, and what each was granted.',
    ...managed,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/communities/{community_id}/installations'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ installations: Type.Array(InstalledBot) }),
  }),
  'installation.update': command({
    doc: 'Changes what an installed bot was granted; `channels: null` lets it see all that its roles do. Suspended it can do nothing.',
    ...managed,
    rate: { burst: 30, perSecond: 1 },
    route: ['PATCH', '/communities/{community_id}/installations/{bot_id}'],
    input: Type.Object(
      {
        ...Place,
        scopes: Type.Optional(Scopes),
        channels: Type.Optional(Type.Union([InstallationChannels, Type.Null()])),
        suspended: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false, minProperties: 3 },
    ),
    output: Type.Object({ installation: Installation }),
  }),
  'installation.delete': command({
    doc: 'Removes an installed bot: it leaves, and its token for this community stops working at once.',
    ...managed,
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/communities/{community_id}/installations/{bot_id}'],
    input: Type.Object(Place, { additionalProperties: false }),
    output: Type.Object({}),
  }),
};
