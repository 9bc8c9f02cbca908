import DOMPurify from 'dompurify';

/** What renderMarkdown writes, and nothing else: a second wall behind the renderer's own escaping. */
const ALLOWED = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr', 'span'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: [
    'href',
    'target',
    'rel',
    'class',
    'start',
    'align',
    'data-user',
    'data-role',
    'data-channel',
    'data-emoji',
    'data-language',
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

/** Removes everything that a message may not hold. */
export function sanitize(html: string): string {
  return DOMPurify.sanitize(html, ALLOWED);
}
