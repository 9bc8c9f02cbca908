import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../src/root.ts';
import type { Figure, Report } from './measure.ts';

// Puts what benchmarks printed into docs/performance.md: `table.ts FILE`, a file of their JSON lines. Of a benchmark that is
// there twice the last one counts; of one that is not there, the page keeps what it has.

const PAGE = join(ROOT, 'docs/performance.md');
/** `s1000.quiet.cozy.cpu`: sockets, pattern, server, figure. */
const FANOUT = /^s(\d+)\.(\w+)\.(\w+)\.(\w+)$/;

function number(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function spread({ min, median, max }: Figure): string {
  return min === max ? number(median) : `${number(median)} (${number(min)} to ${number(max)})`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function goalsTable({ goals }: Report): string {
  const rows = goals.map(({ name, value, goal, met }) => [
    name,
    value === null ? '' : number(value),
    String(goal),
    met ? 'met' : '**missed**',
  ]);
  return table(['goal', 'is', 'wanted', ''], rows);
}

function figuresTable(figures: Report['figures']): string {
  const rows = Object.entries(figures).map(([name, figure]) => [`\`${name}\``, spread(figure), figure.unit]);
  return table(['figure', 'median (smallest to largest)', 'unit'], rows);
}

// Far too many for a list: for each number of sockets a table of patterns and servers.
function fanoutTables(figures: Report['figures']): string {
  const parts = Object.keys(figures).flatMap((name) => FANOUT.exec(name) ?? []);
  const column = (i: number) => [...new Set(parts.filter((_, at) => at % 5 === i))];
  const [sizes, patterns, servers] = [column(1), column(2), column(3)];
  const cell = (key: string) => {
    const cpu = figures[`${key}.cpu`];
    if (!cpu) return '';
    const kept = figures[`${key}.kept`];
    const share = kept && kept.median < 0.95 ? `, keeps ${number(kept.median * 100)} %` : '';
    return `${spread(cpu)}<br>${number(figures[`${key}.p50`]!.median)} / ${number(figures[`${key}.p99`]!.median)} ms${share}`;
  };
  return sizes
    .map((size) => {
      const rows = patterns.map((pattern) => [
        `\`${pattern}\``,
        ...servers.map((server) => cell(`s${size}.${pattern}.${server}`)),
      ]);
      const title = `${number(Number(size))} sockets: CPU seconds of the server per million deliveries, then p50 / p99`;
      return `${title}\n\n${table(['', ...servers], rows)}`;
    })
    .join('\n\n');
}

function section(report: Report): string {
  const figures = report.bench === 'fanout' ? fanoutTables(report.figures) : figuresTable(report.figures);
  return report.goals.length > 0 ? `${goalsTable(report)}\n\n${figures}` : figures;
}

const reports = readFileSync(process.argv[2]!, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{"bench"'))
  .map((line) => JSON.parse(line) as Report);
let page = readFileSync(PAGE, 'utf8');
for (const report of reports) {
  const [begin, end] = [`<!-- generated: ${report.bench} -->\n`, `<!-- /generated: ${report.bench} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${report.bench}.`);
  page = `${page.slice(0, from + begin.length)}\n${section(report)}\n\n${page.slice(to)}`;
}
writeFileSync(PAGE, page);
