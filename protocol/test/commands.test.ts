import { expect } from 'chai';
import { COMMANDS, type CommandDefinition, type CommandName, commandMethods } from '../src/index.ts';

const commands = Object.entries<CommandDefinition>(COMMANDS);

describe('the command registry', () => {
  for (const [name, { doc, access, rate, route, input }] of commands) {
    describe(name, () => {
      const fields = Object.keys(input.properties);
      const [method, path] = route;

      it('is a noun and a verb, with a sentence that says what it does', () => {
        expect(name).to.match(/^[a-z]+(-[a-z]+)*\.[a-z-]+$/);
        expect(doc).to.match(/^[A-Z].*\.$/);
      });

      it('[REST-1] has a route whose names are required fields of its input', () => {
        expect(path).to.match(/^(\/([a-z@-]+|\{[a-z_]+\}))+$/);
        const names = [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, field]) => field!);
        expect(new Set(names).size).to.equal(names.length);
        expect(fields).to.include.members(names);
        expect(input.required ?? []).to.include.members(names);
      });

      it('asks for its place in its input', () => {
        if (access.of === 'community') expect(input.required).to.include('community_id');
        if (access.of === 'channel') expect(input.required).to.include('channel_id');
      });

      it('takes no field that it does not know', () => {
        expect(input.additionalProperties).to.equal(false);
      });

      it('has a rate that lets calls through', () => {
        expect(rate.burst).to.be.at.least(1);
        expect(rate.perSecond).to.be.above(0);
      });

      it('changes nothing when its method is GET', () => {
        if (method === 'GET') expect(name).to.match(/\.(list|me|preview|history|get|home|search|discover|pins|edits)$/);
      });
    });
  }

  it('[REST-1] gives no two commands the same route', () => {
    const routes = commands.map(([, { route }]) => `${route[0]} ${route[1].replace(/\{[a-z_]+\}/g, '{}')}`);
    expect(new Set(routes).size).to.equal(routes.length);
  });

  it('gives every command as a method that passes name and input on', async () => {
    const calls: [string, unknown][] = [];
    const methods = commandMethods((name, input) => {
      calls.push([name, input]);
      return Promise.resolve({} as never);
    }) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
    for (const [name] of commands) {
      const [noun, verb] = name.split('.') as [string, string];
      await methods[noun]![verb]!({ of: name });
    }
    expect(calls).to.deep.equal((Object.keys(COMMANDS) as CommandName[]).map((name) => [name, { of: name }]));
  });
});
