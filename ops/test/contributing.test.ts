import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../src/root.ts';

const guide = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const blocks = [...guide.matchAll(/^`([^`\n]+)`:\n\n```tsx?\n([\s\S]*?)\n```$/gm)].map(([, file, code]) => ({
  file: file ?? '',
  code: code ?? '',
}));

describe('CONTRIBUTING.md', () => {
  it('follows the command through all of its files', () => {
    const folders = blocks.map(({ file }) => file.split('/')[0]);
    expect(folders).to.include.members(['protocol', 'core', 'workers', 'clients']);
    expect(blocks).to.have.length.of.at.least(8);
  });

  for (const { file, code } of blocks) {
    it(`shows ${file} as it is`, () => {
      expect(readFileSync(join(ROOT, file), 'utf8')).to.include(code);
    });
  }
});
