import { expect } from 'chai';
import { isEmojiOnly, plainLine, renderMarkdown } from '../src/markdown/render.ts';

const nameOf = (id: string) => (id === '100000000000000001' ? 'Ada <3' : 'someone');

/** Tags of the safe subset, as renderMarkdown may write them. */
const ALLOWED =
  /^<\/?(?:p|br|strong|em|del|a|code|pre|blockquote|ul|ol|li|hr|span|table|thead|tbody|tr|th|td)(?: (?:href="(?:https?:|mailto:)[^"<>]*"|target="_blank"|rel="noopener noreferrer nofollow"|class="mention"|data-user="\d+"|data-language="[\w+#-]*"|start="\d+"|align="\w+"))*>$/;

const tagsOf = (html: string) => html.match(/<[^>]*>?/g) ?? [];

describe('renderMarkdown', () => {
  it('writes the marks that people use', () => {
    const html = renderMarkdown('**bold** _it_ ~~no~~ `x<y`\nnext', nameOf);
    expect(html).to.equal('<p><strong>bold</strong> <em>it</em> <del>no</del> <code>x&lt;y</code><br>next</p>\n');
  });

  it('names mentions and escapes the names', () => {
    expect(renderMarkdown('hi <@100000000000000001>', nameOf)).to.equal(
      '<p>hi <span class="mention" data-user="100000000000000001">@Ada &lt;3</span></p>\n',
    );
  });

  it('leaves mentions in code alone', () => {
    expect(renderMarkdown('`<@100000000000000001>`', nameOf)).to.contain('&lt;@100000000000000001&gt;');
  });

  const attacks = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '![x](https://example.org/track.png)',
    '[x](https://example.org/" onmouseover="alert(1))',
    '[x](<https://example.org/"onclick="alert(1)>)',
    '<https://example.org/"><script>',
    '```"><script>alert(1)</script>\nx\n```',
    '```js" onload="x\ncode\n```',
    '<div\n\nonclick=x>',
    '**<b onmouseover=alert(1)>**',
    '| a | <img src=x> |\n|---|---|\n| <svg/onload=x> | b |',
    '- [ ] <input autofocus onfocus=alert(1)>',
    '[a]: javascript:alert(1)\n[a]',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<@100000000000000001><iframe src=x>',
    '\\<script>',
    '    <script>indented</script>',
  ];
  for (const attack of attacks) {
    it(`keeps to the safe subset for ${JSON.stringify(attack)}`, () => {
      const html = renderMarkdown(attack, nameOf);
      expect(html).not.to.equal('');
      for (const tag of tagsOf(html)) expect(tag).to.match(ALLOWED);
    });
  }

  it('shows raw HTML as it was written', () => {
    expect(renderMarkdown('use <b>this</b>', nameOf)).to.equal('<p>use &lt;b&gt;this&lt;/b&gt;</p>\n');
  });
});

describe('plainLine', () => {
  it('drops marks and names mentions', () => {
    expect(plainLine('**hey** <@100000000000000001>\n```ts\nlet a = 1;\n```', nameOf)).to.equal(
      'hey @Ada <3 let a = 1;',
    );
  });
});

describe('isEmojiOnly', () => {
  it('knows emoji from text', () => {
    expect(isEmojiOnly('🎉')).to.equal(true);
    expect(isEmojiOnly('👩‍💻 👍🏽 🇫🇷 ❤️')).to.equal(true);
    expect(isEmojiOnly('ok 🎉')).to.equal(false);
    expect(isEmojiOnly('42')).to.equal(false);
    expect(isEmojiOnly('')).to.equal(false);
  });
});
