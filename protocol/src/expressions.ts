import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';

/** What a community's own pictures are for: small ones in text and reactions, or large ones that are a message. */
export type ExpressionKind = 'emoji' | 'sticker';

export const ExpressionName = Type.String({
  minLength: 2,
  maxLength: LIMITS.expressionNameLength,
  pattern: '^[A-Za-z0-9_]+$',
  description: `2 to ${LIMITS.expressionNameLength} letters, digits and underscores`,
});

const expression = {
  id: Snowflake,
  name: ExpressionName,
  animated: Type.Optional(Type.Boolean({ description: 'Whether it moves' })),
};

/** A picture of one's own, as a community has them. */
export const CustomEmoji = Type.Object(expression, {
  $id: 'CustomEmoji',
  description: 'An emoji of a community. In a text it is `<:name:id>`, in a reaction `name:id`',
});
export type CustomEmoji = Static<typeof CustomEmoji>;

export const Sticker = Type.Object(expression, {
  $id: 'Sticker',
  description: 'A sticker of a community, or of a message that was sent with it',
});
export type Sticker = Static<typeof Sticker>;

export const CommunityExpressions = Type.Object(
  {
    community_id: Snowflake,
    emojis: Type.Array(CustomEmoji, { maxItems: LIMITS.emojisPerCommunity }),
    stickers: Type.Array(Sticker, { maxItems: LIMITS.stickersPerCommunity }),
  },
  { $id: 'CommunityExpressions', description: 'The emoji and stickers of a community, oldest first' },
);
export type CommunityExpressions = Static<typeof CommunityExpressions>;

/** A picture as Discord's API takes it, `data:image/png;base64,…`. What it is is told by its bytes. */
export const PictureData = Type.String({
  minLength: 32,
  maxLength: 64 + Math.ceil(LIMITS.pictureBytes / 3) * 4,
  pattern: '^data:image/(?:png|jpeg|gif|webp|avif|apng);base64,[A-Za-z0-9+/]+={0,2}$',
  description: `data:image/…;base64,… of a PNG, JPEG, GIF, WebP or AVIF of at most ${LIMITS.pictureBytes / 1024} KB`,
});

/** An emoji in a text: `<:name:id>`, also `<a:name:id>` as Discord writes those that move. */
export const EMOJI_IN_TEXT = /<a?:([A-Za-z0-9_]{2,32}):(\d{17,20})>/g;

const IN_REACTION = /^([A-Za-z0-9_]{2,32}):([1-9]\d{16,19})$/;

/**
 * Reads the emoji of a reaction that is a community's own.
 *
 * @param emoji of a reaction.
 * @returns null for a Unicode emoji.
 */
export function customReaction(emoji: string): { name: string; id: string } | null {
  const match = IN_REACTION.exec(emoji);
  return match && { name: match[1]!, id: match[2]! };
}

/**
 * Gives where the picture of an emoji or sticker is loaded from, relative to its instance. Anybody may load it, and it
 * never changes.
 */
export function expressionPath(kind: ExpressionKind, id: string): string {
  return `/api/v1/${kind}s/${id}.webp`;
}
