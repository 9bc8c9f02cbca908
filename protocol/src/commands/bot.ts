import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Bot, Member } from '../objects.ts';
import { Line } from '../text.ts';
import { command } from './define.ts';

const BotToken = Type.String({ description: 'Shown this once; only its hash is kept' });

export const bot = {
  'bot.create': command({
    doc: 'Makes a bot and gives its token, which is shown only now.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 0.5 },
    route: ['POST', '/bots'],
    input: Type.Object({ name: Line(LIMITS.nameLength) }, { additionalProperties: false }),
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
  'bot.add': command({
    doc: 'Adds your bot to a community that you manage.',
    access: { of: 'community', permissions: ['MANAGE_COMMUNITY'] },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/bots'],
    input: Type.Object({ community_id: Snowflake, bot_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ member: Member }),
  }),
  'bot.token-reset': command({
    doc: 'Makes a new token; the old one stops working at once.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.5 },
    route: ['POST', '/bots/{bot_id}/token'],
    input: Type.Object({ bot_id: Snowflake }, { additionalProperties: false }),
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
