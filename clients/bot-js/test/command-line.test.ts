import { expect } from 'chai';
import { parseCommandLine } from '../src/command-line.ts';

describe('command line', () => {
  it('splits at spaces, keeps double quotes together and apostrophes as letters', () => {
    expect(parseCommandLine(`/say don't "two words"  ""\nlast`)).to.deep.equal({
      name: 'say',
      args: ["don't", 'two words', '', 'last'],
      rest: `don't "two words"  ""\nlast`,
    });
  });

  it('takes an open quote as it is', () => {
    expect(parseCommandLine('/say "open')?.args).to.deep.equal(['"open']);
  });

  it('takes no other message for a command', () => {
    for (const content of ['ping', 'a /ping', '/', '/ ping', '//ping', `/${'x'.repeat(33)}`]) {
      expect(parseCommandLine(content), content).to.equal(undefined);
    }
  });
});
