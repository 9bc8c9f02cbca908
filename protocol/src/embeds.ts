import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';

/** What a message says of itself, Discord's bits. */
export const MESSAGE_FLAGS = {
  /** Its links are shown without previews. */
  SUPPRESS_EMBEDS: 1 << 2,
  /** Only one person sees it, and it is in no history. */
  EPHEMERAL: 1 << 6,
} as const;

export const Embed = Type.Object(
  {
    url: Type.String({ maxLength: LIMITS.linkLength, description: 'As the message has it' }),
    title: Type.Optional(Type.String({ maxLength: LIMITS.embedTitleLength })),
    description: Type.Optional(Type.String({ maxLength: LIMITS.embedDescriptionLength })),
    site_name: Type.Optional(Type.String({ maxLength: LIMITS.nameLength })),
    image: Type.Optional(
      Type.Object(
        { id: Snowflake, width: Type.Integer({ minimum: 1 }), height: Type.Integer({ minimum: 1 }) },
        { description: 'A copy that the instance keeps, at `/api/v1/previews/{id}.webp`' },
      ),
    ),
  },
  { $id: 'Embed', description: 'What is found behind a link of a message' },
);
export type Embed = Static<typeof Embed>;

/** Gives where the picture of a link preview is loaded from, relative to the instance. */
export function previewPath(id: string): string {
  return `/api/v1/previews/${id}.webp`;
}

/** Code is no text, and a link between angle brackets is one that is to stay a link, as Discord has it. */
const PASSED_OVER = /```[\s\S]*?(?:```|$)|`[^`\n]*`|<https?:\/\/[^\s<>]*>/g;
const LINK = /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>"`\\^{|}]+/giu;

/**
 * Finds the links of a text that are shown with previews: the first LIMITS.embedsPerMessage, each once.
 *
 * @param content of a message.
 * @returns absolute addresses without a user, as `URL` writes them.
 */
export function linksIn(content: string): string[] {
  if (!content.includes('://')) return [];
  const links = new Set<string>();
  for (const [found] of content.replace(PASSED_OVER, ' ').matchAll(LINK)) {
    const link = trimmed(found);
    if (!URL.canParse(link)) continue;
    const { href, hostname, username, password } = new URL(link);
    if (hostname === '' || username || password || href.length > LIMITS.linkLength) continue;
    links.add(href);
    if (links.size === LIMITS.embedsPerMessage) break;
  }
  return [...links];
}

// What ends a sentence does not belong to the link in it, nor does a parenthesis that was opened before it.
// Source: https://github.github.com/gfm/#extended-autolink-path-validation
function trimmed(link: string): string {
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if ('?!.,:*_~\'"'.includes(last)) continue;
    if (last !== ')') break;
    const inside = link.slice(0, end);
    if (inside.split(')').length <= inside.split('(').length) break;
  }
  return link.slice(0, end);
}
