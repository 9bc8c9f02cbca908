import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@cozy/core/metrics';
import { settingsTable } from '@cozy/core/settings';
import '@cozy/gateway/metrics';
import '@cozy/rest/metrics';
import { register } from 'prom-client';
import { capacityPage } from './capacity/page.ts';
import { ROOT } from './root.ts';

/** The generated pages, and what makes each. */
const PAGES: Record<string, () => string | Promise<string>> = {
  'docs/settings.md': settingsPage,
  'docs/metrics.md': metricsPage,
  'docs/capacity.md': capacityPage,
};

/** Text of the page about settings, from the schema. */
function settingsPage(): string {
  return `# Settings

Cozy is set up by environment variables. A wrong one stops the start with a sentence that names it. This page is made by
\`npm run docs\` from the schema in core/src/settings.ts.

${settingsTable()}`;
}

/** Text of the page about metrics, from the definitions in the metrics.ts of each folder. */
async function metricsPage(): Promise<string> {
  const metrics = await register.getMetricsAsJSON();
  const rows = metrics
    .filter(({ name }) => name.startsWith('cozy_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, help, type }) => {
      const { labelNames } = register.getSingleMetric(name) as unknown as { labelNames: string[] };
      return `| \`${name}\` | ${type} | ${labelNames.map((label) => `\`${label}\``).join(', ')} | ${help} |`;
    });
  return `# Metrics

Every process answers \`GET /metrics\` with Prometheus text: what is listed here, as far as its parts have it, and what
prom-client tells of any Node process (\`process_…\`, \`nodejs_…\`, among them \`nodejs_eventloop_lag_p99_seconds\`, the delay of the
event loop). The labels are few and bounded; none holds an id, a name or an address. This page is made by \`npm run docs\`
from core/src/metrics.ts, gateway/src/metrics.ts and rest/src/metrics.ts. A dashboard over them is
[ops/deploy/grafana.json](../ops/deploy/grafana.json); what to look at when is in [operations.md](operations.md).

| Metric | Type | Labels | What it tells |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** Paths of the generated pages that are not what their sources give now. */
export async function outdatedPages(): Promise<string[]> {
  const outdated: string[] = [];
  for (const [path, make] of Object.entries(PAGES)) {
    if (readFileSync(join(ROOT, path), 'utf8') !== (await make())) outdated.push(path);
  }
  return outdated;
}

/** Writes the pages, or with `--check` only says which are out of date. */
async function main(): Promise<void> {
  if (!process.argv.includes('--check')) {
    for (const [path, make] of Object.entries(PAGES)) writeFileSync(join(ROOT, path), await make());
    return;
  }
  const outdated = await outdatedPages();
  if (outdated.length === 0) return;
  console.error(`Out of date: ${outdated.join(', ')}. Run npm run docs.`);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) void main();
