import { Type } from '@sinclair/typebox';
import { CommunityExpressions, CustomEmoji, ExpressionName, PictureData, Sticker } from '../expressions.ts';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { command } from './define.ts';

const MANAGE = { of: 'community', permissions: ['MANAGE_EXPRESSIONS'] } as const;
/** Pictures are costly to make. */
const MAKING = { burst: 20, perSecond: 0.5 };
const CHANGING = { burst: 30, perSecond: 2 };

/** The emoji and stickers of communities. */
export const expression = {
  'expression.list': command({
    doc: 'Gives the emoji and stickers of your communities; those that have none are left out.',
    access: { of: 'account' },
    scope: null,
    rate: { burst: 20, perSecond: 1 },
    route: ['GET', '/users/@me/expressions'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ communities: Type.Array(CommunityExpressions, { maxItems: LIMITS.communitiesPerUser }) }),
  }),
  'emoji.create': command({
    doc: 'Gives a community an emoji. One that moves stays so if it is small. Over the gateway the picture must fit into a frame.',
    access: MANAGE,
    scope: 'manage:community',
    rate: MAKING,
    route: ['POST', '/communities/{community_id}/emojis'],
    bodyBytes: LIMITS.pictureBodyBytes,
    input: Type.Object(
      { community_id: Snowflake, name: ExpressionName, image: PictureData },
      { additionalProperties: false },
    ),
    output: Type.Object({ emoji: CustomEmoji }),
  }),
  'emoji.update': command({
    doc: 'Renames an emoji. Messages and reactions keep the name that it had.',
    access: MANAGE,
    scope: 'manage:community',
    rate: CHANGING,
    route: ['PATCH', '/communities/{community_id}/emojis/{emoji_id}'],
    input: Type.Object(
      { community_id: Snowflake, emoji_id: Snowflake, name: ExpressionName },
      { additionalProperties: false },
    ),
    output: Type.Object({ emoji: CustomEmoji }),
  }),
  'emoji.delete': command({
    doc: 'Deletes an emoji. Where it was used its name is shown.',
    access: MANAGE,
    scope: 'manage:community',
    rate: CHANGING,
    route: ['DELETE', '/communities/{community_id}/emojis/{emoji_id}'],
    input: Type.Object({ community_id: Snowflake, emoji_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'sticker.create': command({
    doc: 'Gives a community a sticker. One that moves stays so if it is small. Over the gateway the picture must fit into a frame.',
    access: MANAGE,
    scope: 'manage:community',
    rate: MAKING,
    route: ['POST', '/communities/{community_id}/stickers'],
    bodyBytes: LIMITS.pictureBodyBytes,
    input: Type.Object(
      { community_id: Snowflake, name: ExpressionName, image: PictureData },
      { additionalProperties: false },
    ),
    output: Type.Object({ sticker: Sticker }),
  }),
  'sticker.update': command({
    doc: 'Renames a sticker. Messages keep the name that it had.',
    access: MANAGE,
    scope: 'manage:community',
    rate: CHANGING,
    route: ['PATCH', '/communities/{community_id}/stickers/{sticker_id}'],
    input: Type.Object(
      { community_id: Snowflake, sticker_id: Snowflake, name: ExpressionName },
      { additionalProperties: false },
    ),
    output: Type.Object({ sticker: Sticker }),
  }),
  'sticker.delete': command({
    doc: 'Deletes a sticker. Where it was sent its name is shown.',
    access: MANAGE,
    scope: 'manage:community',
    rate: CHANGING,
    route: ['DELETE', '/communities/{community_id}/stickers/{sticker_id}'],
    input: Type.Object({ community_id: Snowflake, sticker_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
};
