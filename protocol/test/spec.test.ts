import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { generate } from '../script/spec.ts';
import { CLOSE_CODES, COMMANDS, ERRORS, EVENTS, INTENTS, LIMITS, Op } from '../src/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const spec = readFileSync(join(root, 'protocol/SPEC.md'), 'utf8');
/** Where tests of a server are. */
const SERVER = /\/(core|gateway|rest|workers|e2e)\/test\//;
const RULE = /\[(?:EX|EM|GW|FILE|ID|INT|MOD|MSG|PERM|REST|SC|TH)-\d+\]/g;

/** All test files of the repository, in TypeScript and Python. */
function testFiles(): string[] {
  return ['protocol', 'templates', 'core', 'gateway', 'rest', 'workers', 'ops', 'e2e', 'clients']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(root, folder, f)),
    )
    .filter((file) => !file.includes('node_modules') && /\.test\.tsx?$|test_[^/]*\.py$/.test(file));
}

/** What tests say and do, without their comments: a rule that is only remarked on is not tested. */
function testTexts(folders?: RegExp): string[] {
  return testFiles()
    .filter((file) => !folders || folders.test(file))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      if (file.endsWith('.py')) return text.replace(/(?<=^|\s)#.*$/gm, '');
      return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
    });
}

describe('SPEC.md', () => {
  const defined = [...spec.matchAll(/^- \*\*(\[[A-Z]+-\d+\])\*\*/gm)].map(([, rule]) => rule!);

  it('has tables that are as the code has them', () => {
    expect(generate(spec)).to.equal(spec);
  });

  it('numbers each rule once', () => {
    expect(defined).to.have.length.above(40);
    expect(new Set(defined).size).to.equal(defined.length);
  });

  it('has no rule without a test that cites it', () => {
    const cited = new Set(testTexts().flatMap((text) => text.match(RULE) ?? []));
    expect(defined.filter((rule) => !cited.has(rule))).to.deep.equal([]);
  });

  it('has every rule that a test cites', () => {
    const cited = testTexts().flatMap((text) => text.match(RULE) ?? []);
    expect(cited.filter((rule) => !defined.includes(rule))).to.deep.equal([]);
  });

  // The tables are promises as the rules are: whoever adds a name to one proves what it says of it.
  const names: Record<string, string[]> = {
    opcode: Object.keys(Op).map((name) => `Op.${name}`),
    'close code': Object.keys(CLOSE_CODES),
    event: Object.keys(EVENTS),
    intent: Object.keys(INTENTS).map((name) => `INTENTS.${name}`),
    error: Object.keys(ERRORS),
    limit: Object.keys(LIMITS).map((name) => `LIMITS.${name}`),
    command: Object.keys(COMMANDS).map((name) => `'${name}'`),
  };
  for (const [kind, all] of Object.entries(names)) {
    it(`has no ${kind} that no test names`, () => {
      // Limits are also those of clients.
      const words = testTexts(kind === 'limit' ? undefined : SERVER).join('\n');
      const named = (name: string) => new RegExp(`(?<![\\w.])${name.replace(/\./g, '\\.')}(?!\\w)`).test(words);
      expect(all.filter((name) => !named(name))).to.deep.equal([]);
    });
  }
});
