import { createRequire } from 'node:module';
import { LIMITS } from '@cozy/protocol';

const NAUGHTY = createRequire(import.meta.url)('big-list-of-naughty-strings') as string[];

/** What Markdown, mentions and our own marks make of text that means harm, which the list does not try. */
const MARKDOWN = [
  '[a link](javascript:alert(1))',
  '[a link](JaVaScRiPt:alert(1))',
  '[a link](java\tscript:alert(1))',
  '[a link](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[a link](vbscript:msgbox(1))',
  '[a link](https://example.org "onmouseover=alert(1)")',
  '[a link](https://example.org"onmouseover="alert(1))',
  '![a picture](javascript:alert(1))',
  '![a picture](https://tracker.example.org/pixel.gif)',
  '![a picture](x"onerror="alert(1))',
  '<javascript:alert(1)>',
  '<https://example.org/"onclick="alert(1)>',
  '`<img src=x onerror=alert(1)>`',
  '```html\n<script>alert(1)</script>\n```',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '> <svg onload=alert(1)>',
  '# <iframe srcdoc="<script>alert(1)</script>">',
  '- <details open ontoggle=alert(1)>',
  '| <b>a</b> | <style>*{display:none}</style> |\n| --- | --- |\n| <form action=https://example.org> | <input autofocus onfocus=alert(1)> |',
  '[ref]: javascript:alert(1)\n[ref]',
  '<@1"><img src=x onerror=alert(1)>',
  '<#1"><script>alert(1)</script>',
  '@everyone<img src=x onerror=alert(1)>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<template><script>alert(1)</script></template>',
  '<base href="https://example.org/">',
  '<meta http-equiv="refresh" content="0;url=https://example.org/">',
  '<link rel="stylesheet" href="https://example.org/a.css">',
  '<div style="position:fixed;inset:0;background:red">covers everything</div>',
  '<a href="https://example.org" target="_top" style="position:fixed;inset:0">everything is a link</a>',
  '**'.repeat(500),
  '> '.repeat(400),
  '[['.repeat(500),
  `${'a'.repeat(3_000)}`,
  `${'W'.repeat(1_000)} ${'\u0301'.repeat(200)}`,
  '\u0627\u0644\u0633\u0644\u0627\u0645 https://example.org/\u0627\u0644 <b>\u05e9\u05dc\u05d5\u05dd</b>',
];

/** Texts that try to run scripts, to load things or to break the layout; each fits into a message. */
export const HOSTILE_TEXTS: readonly string[] = [...MARKDOWN, ...NAUGHTY].filter(
  (text) => text.length > 0 && text.length <= LIMITS.messageLength,
);

/** Those of them that are one line and short enough for a name. */
export const HOSTILE_NAMES: readonly string[] = HOSTILE_TEXTS.filter(
  (text) => /[<>"'&`]/.test(text) && text.length <= LIMITS.nameLength && !/[\n\t]/.test(text),
);
