import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import figures from '../capacity/figures.json' with { type: 'json' };
import { gateway, whole } from '../src/capacity/model.ts';
import { Sheet } from '../src/capacity/sheet.ts';
import { outdatedPages } from '../src/docs.ts';
import { ROOT } from '../src/root.ts';

/** The results of a sheet's lines, by what they are. */
function results(sheet: Sheet): Record<string, string> {
  return Object.fromEntries(
    [...String(sheet).matchAll(/^\| (.+) \| .+ \| \*\*(.+)\*\* \|$/gm)].map(([, a, b]) => [a, b]),
  );
}

describe('the capacity page', () => {
  it('is made from the present figures and names each with its source', async () => {
    expect(await outdatedPages()).not.to.include('docs/capacity.md');
    const page = readFileSync(join(ROOT, 'docs/capacity.md'), 'utf8');
    for (const { what, source } of Object.values(figures)) expect(page).to.include(`| ${what} | `).and.include(source);
  });

  it('shows arithmetic that is right: each line, worked out again from the numbers in it', () => {
    const page = readFileSync(join(ROOT, 'docs/capacity.md'), 'utf8');
    // Lines that are only numbers and signs; those with words in them say what they do.
    const lines = [...page.matchAll(/^\| (.+) \| ([\d,.\s×+−/()⁰¹²³⁶⁹]+) \| \*\*([\d,.]+).*\*\* \|$/gm)];
    expect(lines).to.have.length.above(40);
    for (const [, what, way, shown] of lines) {
      const plain = way!
        .replaceAll(',', '')
        .replaceAll('×', '*')
        .replaceAll('−', '-')
        .replace(/(\d+)([⁰¹²³⁶⁹]+)/g, (_, base, power: string) => {
          const digits = [...power].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join('');
          return `(${base}**${digits})`;
        });
      const value = new Function(`return ${plain}`)() as number;
      const stated = Number(shown!.replaceAll(',', ''));
      // The numbers in a line are rounded to three digits.
      if (stated !== 0) expect(value / stated, `${what}: ${way}`).to.be.within(0.97, 1.03);
    }
  });

  it('grows with the members as it must', () => {
    const held = gateway(new Sheet());
    const small = results(whole(1_000_000, held));
    const large = results(whole(10_000_000, held));
    const ratio = (name: string) =>
      Number.parseFloat(large[name]!.replaceAll(',', '')) / Number.parseFloat(small[name]!.replaceAll(',', ''));
    expect(ratio('Stored events')).to.be.closeTo(10, 0.01);
    // Gateways times events: with the square, about.
    expect(ratio('Events that NATS delivers')).to.be.above(50);
  });
});
