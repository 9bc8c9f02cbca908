import { expect } from 'chai';
import { cleanText } from '../src/conversation/text.ts';

describe('cleanText', () => {
  it('drops what the protocol refuses and keeps everything else', () => {
    expect(cleanText(' a\u0000b\u202Ec\r\nd\te\u0085 👩‍💻 עברית ')).to.equal('abc\nd\te 👩‍💻 עברית');
    expect(cleanText('\u202E\u0007')).to.equal('');
  });

  it('leaves no half of a surrogate pair', () => {
    expect(cleanText('x\ud83d')).to.equal('x\ufffd');
  });
});
