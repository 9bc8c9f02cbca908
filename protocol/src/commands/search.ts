import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { SearchHit } from '../messages.ts';
import { Line } from '../text.ts';
import { command } from './define.ts';

export const search = {
  'message.search': command({
    doc: 'Finds messages among all that you may read: words, "phrases", -word, from:, mentions:, in:, has:, before:, after:, during:.',
    access: { of: 'account' },
    scope: 'read:message-content',
    rate: { burst: 20, perSecond: 3 },
    route: ['GET', '/search/messages'],
    input: Type.Object(
      {
        query: Line(LIMITS.searchLength, 'What is looked for; see docs/search.md'),
        community_id: Type.Optional(Snowflake),
        channel_id: Type.Optional(Snowflake),
        sort: Type.Optional(
          Type.Union([Type.Literal('newest'), Type.Literal('relevance')], {
            description: 'newest is the default; relevance puts the best of the newest 200 first',
          }),
        ),
        cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,20}$', description: 'The `next` of the page before' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.searchPage, default: 25 })),
        utc_offset: Type.Optional(
          Type.Integer({
            minimum: -720,
            maximum: 840,
            default: 0,
            description: 'Minutes by which your clock is ahead of UTC, for dates',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      hits: Type.Array(SearchHit),
      next: Type.Union([Type.String(), Type.Null()], { description: 'Where the next page begins; null at the end' }),
    }),
  }),
};
