import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { ContactPrivacy, SelfUser, Session } from '../objects.ts';
import { Hue, Line, OptionalText, Username } from '../text.ts';
import { command } from './define.ts';

const Email = Type.String({
  maxLength: LIMITS.emailLength,
  pattern: '^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+\\.[^\\s@.\\u0000-\\u001f]+$',
  description: 'An email address',
});
const Password = Type.String({
  minLength: LIMITS.passwordMin,
  maxLength: LIMITS.passwordMax,
  description: `${LIMITS.passwordMin} to ${LIMITS.passwordMax} characters`,
});
const RefreshToken = Type.String({ minLength: 20, maxLength: 200 });

const Tokens = Type.Object({
  access_token: Type.String({ description: 'A JWT signed with EdDSA, for 15 minutes' }),
  refresh_token: Type.String({ description: 'Good once, for 30 days; using it twice ends the session' }),
  expires_in: Type.Integer({ description: 'Seconds that the access token lasts' }),
  user: SelfUser,
});

export const account = {
  'auth.register': command({
    doc: 'Makes an account and logs it in.',
    access: { of: 'anyone' },
    rate: { burst: 200, perSecond: 20 },
    route: ['POST', '/auth/register'],
    input: Type.Object({ email: Email, username: Username, password: Password }, { additionalProperties: false }),
    output: Tokens,
  }),
  'auth.login': command({
    doc: 'Logs in with email and password.',
    access: { of: 'anyone' },
    rate: { burst: 50, perSecond: 5 },
    route: ['POST', '/auth/login'],
    input: Type.Object(
      { email: Email, password: Type.String({ minLength: 1, maxLength: LIMITS.passwordMax }) },
      { additionalProperties: false },
    ),
    output: Tokens,
  }),
  'auth.refresh': command({
    doc: 'Exchanges a refresh token for new tokens. A refresh token that is used twice ends its session.',
    access: { of: 'anyone' },
    rate: { burst: 200, perSecond: 20 },
    route: ['POST', '/auth/refresh'],
    input: Type.Object({ refresh_token: RefreshToken }, { additionalProperties: false }),
    output: Tokens,
  }),
  'auth.logout': command({
    doc: 'Ends the session of the token that it is called with.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/auth/logout'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'session.list': command({
    doc: 'Lists the places where the account is logged in.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/sessions'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ sessions: Type.Array(Session) }),
  }),
  'session.revoke': command({
    doc: 'Logs another place out.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['DELETE', '/users/@me/sessions/{session_id}'],
    input: Type.Object({ session_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'user.me': command({
    doc: 'Gives the account of the token.',
    access: { of: 'account' },
    scope: null,
    rate: { burst: 50, perSecond: 10 },
    route: ['GET', '/users/@me'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ user: SelfUser }),
  }),
  'user.update': command({
    doc: 'Changes the profile, and who may write to you. Fields that are left out stay as they are.',
    access: { of: 'account' },
    scope: 'manage:profile',
    rate: { burst: 10, perSecond: 0.5 },
    route: ['PATCH', '/users/@me'],
    input: Type.Object(
      {
        username: Type.Optional(Username),
        display_name: Type.Optional(Line(LIMITS.nameLength)),
        hue: Type.Optional(Hue),
        bio: Type.Optional(OptionalText(LIMITS.bioLength)),
        privacy: Type.Optional(ContactPrivacy),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ user: SelfUser }),
  }),
};
