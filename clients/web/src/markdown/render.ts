import { EMOJI_IN_TEXT } from '@cozy/protocol';
import { Marked, type Tokens } from 'marked';
import type { MentionKind } from '../conversation/mentions.ts';

/** Gives the name to show for a mentioned member, role or channel. */
export type NameOf = (id: string, kind?: MentionKind) => string;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Writes text so that HTML reads it as text. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** Links may lead to these only; everything else stays text. */
const SAFE_LINK = /^(?:https?:|mailto:)/i;

// Parsing is synchronous and a parser is costly to make: one serves all, with the names of the call in hand.
let names: NameOf = (id) => id;
let notifiesEveryone = false;
const parser = createParser();

function createParser(): Marked {
  const marked = new Marked({ gfm: true, breaks: true, async: false });
  marked.use({
    tokenizer: {
      // Raw HTML is text: a person who writes <b> means those three characters.
      html: () => undefined,
      tag: () => undefined,
      // Lines are indented for many reasons in chat; code has its fences. Links are written where they stand.
      code: () => undefined,
      def: () => undefined,
    },
    extensions: [
      {
        name: 'mention',
        level: 'inline',
        start: (source: string) => source.match(/<(?:@&?|#)\d/)?.index,
        tokenizer: (source: string) => {
          const match = /^<(@&|@|#)(\d{17,20})>/.exec(source);
          return match ? { type: 'mention', raw: match[0], mark: match[1], id: match[2] } : undefined;
        },
        renderer: ({ mark, id }) => chip(mark as string, id as string),
      },
      {
        name: 'emoji',
        level: 'inline',
        start: (source: string) => source.match(/<a?:\w/)?.index,
        tokenizer: (source: string) => {
          const match = /^<a?:([A-Za-z0-9_]{2,32}):(\d{17,20})>/.exec(source);
          return match ? { type: 'emoji', raw: match[0], text: match[1], id: match[2] } : undefined;
        },
        renderer: ({ text, id }) => `<span data-emoji="${id as string}">:${text as string}:</span>`,
      },
      {
        name: 'everyone',
        level: 'inline',
        start: (source: string) => source.match(/(?<![\p{L}\p{N}_@])@everyone/u)?.index,
        tokenizer: (source: string) => {
          const match = notifiesEveryone ? /^@everyone(?![\p{L}\p{N}_])/u.exec(source) : null;
          return match ? { type: 'everyone', raw: match[0] } : undefined;
        },
        renderer: () => '<span class="mention">@everyone</span>',
      },
    ],
    renderer: {
      heading({ tokens }) {
        return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>\n`;
      },
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
      image: ({ raw }) => escapeHtml(raw),
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
      link({ href, tokens, raw }) {
        if (!SAFE_LINK.test(href)) return escapeHtml(raw);
        const text = this.parser.parseInline(tokens);
        return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
      },
      code({ text, lang }) {
        const language = /^[\w+#-]{1,20}/.exec(lang ?? '')?.[0]?.toLowerCase() ?? '';
        return `<pre data-language="${language}"><code>${escapeHtml(text)}</code></pre>\n`;
      },
      codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
    },
  });
  return marked;
}

function chip(mark: string, id: string): string {
  if (mark === '#') return `<a class="mention" data-channel="${id}">#${escapeHtml(names(id, 'channel'))}</a>`;
  if (mark === '@&') return `<span class="mention" data-role="${id}">@${escapeHtml(names(id, 'role'))}</span>`;
  return `<span class="mention" data-user="${id}">@${escapeHtml(names(id))}</span>`;
}

/**
 * Turns a message's Markdown into HTML of a safe subset: no raw HTML, no pictures, links to the web and to mail only.
 *
 * @param content of a message.
 * @param nameOf the names for `<@id>`, `<@&id>` and `<#id>`.
 * @param everyone whether it notifies everyone, so that `@everyone` is a mention and not just words.
 */
export function renderMarkdown(content: string, nameOf: NameOf, everyone = false): string {
  names = nameOf;
  notifiesEveryone = everyone;
  return parser.parse(content) as string;
}

/** A message as one plain line, for previews: no marks, mentions as names. */
export function plainLine(content: string, nameOf: NameOf): string {
  return content
    .replace(/<@(\d{17,20})>/g, (_, id: string) => `@${nameOf(id)}`)
    .replace(/<@&(\d{17,20})>/g, (_, id: string) => `@${nameOf(id, 'role')}`)
    .replace(/<#(\d{17,20})>/g, (_, id: string) => `#${nameOf(id, 'channel')}`)
    .replace(EMOJI_IN_TEXT, ':$1:')
    .replace(/```\w*\n?/g, '')
    .replace(/[*_~`]{1,3}([^*_~`]+)[*_~`]{1,3}/g, '$1')
    .replace(/^\s*[>#-]+\s+/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const emojiOnly =
  /^(?:\p{RI}\p{RI}|\p{Emoji}(?:\p{EMod}|\ufe0f\u20e3?)?(?:\u200d\p{Emoji}(?:\p{EMod}|\ufe0f)?)*|\s)+$/u;

/** Whether a message is nothing but a few emoji, which are then shown large. */
export function isEmojiOnly(content: string): boolean {
  // One of a community counts as one of Unicode.
  const text = content.replace(EMOJI_IN_TEXT, '🙂').trim();
  return text.length > 0 && text.length <= 40 && !/[\d#*]/.test(text) && emojiOnly.test(text);
}
