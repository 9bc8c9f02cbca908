import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Bot, Member } from '../objects.ts';
import { Hue, Line, OptionalText } from '../text.ts';
import { command } from './define.ts';

const BotToken = Type.String({ description: 'Shown this once; only its hash is kept' });

const { scopes, redirect_uris, public: isPublic } = Bot.properties;
/** What makes it something that others can install. */
const Application = { scopes, redirect_uris, public: isPublic };

export const bot = {
  'bot.create': command({
    doc: 'Makes a bot and gives its token, which is shown only now.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 0.5 },
    route: ['POST', '/bots'],
    input: Type.Object({ name: Line(LIMITS.nameLength), ...Application }, { additionalProperties: false }),
    output: Type.Object({ bot: Bot, token: BotToken }),
  }),
  'bot.list': command({
    doc: 'Lists your bots.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/bots'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ bots: Type.Array(Bot) }),
  }),
  'bot.update': command({
    doc: 'Changes a bot: how it shows itself, what it asks for, and whether others may install it.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 0.5 },
    route: ['PATCH', '/bots/{bot_id}'],
    input: Type.Object(
      {
        bot_id: Snowflake,
        name: Type.Optional(Line(LIMITS.nameLength)),
        description: Type.Optional(OptionalText(LIMITS.bioLength)),
        hue: Type.Optional(Hue),
        ...Application,
      },
      { additionalProperties: false, minProperties: 2 },
    ),
    output: Type.Object({ bot: Bot }),
  }),
  'bot.add': command({
    doc: 'Adds your bot to a community that you manage, with all scopes that it asks for.',
    access: { of: 'community', permissions: ['MANAGE_COMMUNITY'] },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/bots'],
    input: Type.Object({ community_id: Snowflake, bot_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ member: Member }),
  }),
  'bot.token-reset': command({
    doc: 'Makes a new token; the old one stops working at once, or after `grace` seconds.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.5 },
    route: ['POST', '/bots/{bot_id}/token'],
    input: Type.Object(
      { bot_id: Snowflake, grace: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.tokenGrace })) },
      { additionalProperties: false },
    ),
    output: Type.Object({ bot: Bot, token: BotToken }),
  }),
  'bot.delete': command({
    doc: 'Deletes a bot; it leaves every community and its token stops working.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.5 },
    route: ['DELETE', '/bots/{bot_id}'],
    input: Type.Object({ bot_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
};
