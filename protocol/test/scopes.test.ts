import { expect } from 'chai';
import { ALL_SCOPES, COMMANDS, type CommandDefinition, EVENTS, isScope, SCOPES, scopeIn } from '../src/index.ts';

const commands = Object.entries<CommandDefinition>(COMMANDS);

describe('scopes', () => {
  it('are named by every command that bots may call, and by no other', () => {
    const names = commands.filter(([, { scope, peopleOnly, access }]) => {
      const mayBeCalled = !peopleOnly && access.of !== 'anyone';
      return mayBeCalled !== (scope !== undefined);
    });
    expect(
      names.map(([name]) => name),
      'a command that bots may call names its scope, or null; one that they may not, none',
    ).to.deep.equal([]);
  });

  it('say what they let a bot do and what can come of it', () => {
    for (const { doc, risk } of Object.values(SCOPES)) {
      expect(doc).to.match(/^[A-Z].*[^.]$/);
      expect(risk).to.be.oneOf(['low', 'medium', 'high']);
    }
  });

  it('give posts their own in feeds', () => {
    expect(scopeIn('read:messages', 'feed')).to.equal('read:posts');
    expect(scopeIn('write:messages', 'feed')).to.equal('write:posts');
    expect(scopeIn('read:messages', 'text')).to.equal('read:messages');
    expect(scopeIn('read:message-content', 'feed')).to.equal('read:message-content');
    for (const scope of ALL_SCOPES) expect(isScope(scopeIn(scope, 'feed'))).to.equal(true);
  });

  it('keep what people write, and who they are, behind one that must be granted', () => {
    for (const [name, { scope, stored, needs }] of Object.entries(EVENTS)) {
      if (scope === 'channel' && !name.startsWith('CHANNEL_')) expect(needs, name).to.be.a('string');
      if (/MEMBER|PRESENCE/.test(name) && scope !== 'user') expect(needs, name).to.be.a('string');
      if (scope === 'user' || scope === 'log') expect({ name, stored, needs }).to.include({ needs: null });
    }
  });
});
