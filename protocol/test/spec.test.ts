import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { generate } from '../script/spec.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const spec = readFileSync(join(root, 'protocol/SPEC.md'), 'utf8');
const RULE = /\[(?:GW|ID|PERM|REST)-\d+\]/g;

/** All test files of the repository, in TypeScript and Python. */
function testFiles(): string[] {
  return ['protocol', 'core', 'gateway', 'rest', 'workers', 'ops', 'e2e', 'clients']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(root, folder, f)),
    )
    .filter((file) => !file.includes('node_modules') && /\.test\.tsx?$|test_[^/]*\.py$/.test(file));
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
    const cited = new Set(testFiles().flatMap((file) => readFileSync(file, 'utf8').match(RULE) ?? []));
    expect(defined.filter((rule) => !cited.has(rule))).to.deep.equal([]);
  });

  it('has every rule that a test cites', () => {
    const cited = testFiles().flatMap((file) => readFileSync(file, 'utf8').match(RULE) ?? []);
    expect(cited.filter((rule) => !defined.includes(rule))).to.deep.equal([]);
  });
});
