import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { outdatedPages } from '../src/docs.ts';
import { freePort } from '../src/engines/ports.ts';
import { ROOT } from '../src/root.ts';
import { until } from './processes.ts';

interface Panel {
  title: string;
  targets?: { expr: string }[];
}

const dashboard = JSON.parse(readFileSync(join(ROOT, 'ops/deploy/grafana.json'), 'utf8')) as { panels: Panel[] };
const alerts = parse(readFileSync(join(ROOT, 'ops/deploy/alerts.yaml'), 'utf8')) as {
  groups: { rules: { alert: string; expr: string }[] }[];
};

/** Every expression of the dashboard and the alerts, by panel or alert. */
const expressions = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ in: title, expr }))),
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ in: alert, expr }))),
];

/** The metrics that an expression reads. A histogram's are named after it. */
function metricsIn(expr: string, types: ReadonlyMap<string, string>): string[] {
  const names = expr.match(/\b(cozy|process|nodejs)_[a-z0-9_]+/g) ?? [];
  return names.map((name) => {
    const whole = name.replace(/_(bucket|count|sum)$/, '');
    return types.get(whole) === 'histogram' ? whole : name;
  });
}

describe('metrics', function () {
  this.timeout(60_000);
  let cozy: ChildProcess;
  /** Type by name, as the running process tells it. */
  let types: Map<string, string>;
  let text: string;

  before(async () => {
    const port = await freePort();
    const env = {
      ...process.env,
      MONGODB_DB: `ops_test_${randomBytes(6).toString('hex')}`,
      COZY_PORT: String(port),
      COZY_HOST: '127.0.0.1',
    };
    const command = ['--import', 'tsx', 'ops/src/cozy.ts', 'gateway', 'rest', 'worker'];
    cozy = spawn(process.execPath, command, { cwd: ROOT, env, stdio: 'ignore' });
    const read = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
      text = (await response?.text()) ?? '';
      return text.includes('cozy_outbox_backlog_documents{collection="invites"}');
    };
    await until(read, 'the engines were looked at', 30_000);
    types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
  });
  after(async () => {
    const ended = once(cozy, 'exit');
    cozy.kill('SIGTERM');
    await ended;
  });

  it('that the dashboard and the alerts read are all there', () => {
    for (const { in: place, expr } of expressions) {
      const names = metricsIn(expr, types);
      expect(names, place).to.have.length.above(0);
      for (const name of names) expect(types.has(name), `${name} of ${place}`).to.equal(true);
    }
  });

  it('of Cozy are all shown by the dashboard', () => {
    const shown = new Set(expressions.flatMap(({ expr }) => metricsIn(expr, types)));
    const own = [...types.keys()].filter((name) => name.startsWith('cozy_'));
    expect(own.filter((name) => !shown.has(name))).to.deep.equal([]);
    expect(own).to.have.length.above(20);
  });

  it('of Cozy are all in the generated page', async () => {
    expect(await outdatedPages()).not.to.include('docs/metrics.md');
    const page = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
    for (const name of types.keys()) {
      if (name.startsWith('cozy_')) expect(page, name).to.include(`| \`${name}\` |`);
    }
  });

  it('tell that the engines answer and how far the readers of the log are', () => {
    expect(text).to.match(/^cozy_engine_up\{engine="nats"\} 1$/m);
    expect(text).to.match(/^cozy_engine_up\{engine="database"\} 1$/m);
    expect(text).to.match(/^cozy_engine_round_trip_seconds\{engine="database"\} 0\.\d+$/m);
    expect(text).to.match(/^cozy_log_reader_lag_events\{reader="tail"\} \d+$/m);
    expect(text).to.match(/^cozy_log_reader_lag_events\{reader="projector"\} \d+$/m);
  });
});
