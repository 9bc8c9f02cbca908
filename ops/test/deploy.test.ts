import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, SettingsSchema } from '@cozy/core/settings';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { PARTS } from '../src/parts.ts';
import { ROOT } from '../src/root.ts';
import { enginePaths } from '../src/setup/versions.ts';

const DEPLOY = join(ROOT, 'ops/deploy');
const KUBERNETES = join(DEPLOY, 'kubernetes');
/** What the manifests leave to whoever runs them. */
const CHOSEN: Record<string, string> = { DOMAIN: 'chat.example.org', MONGODB_PASSWORD: 'm0', NATS_PASSWORD: 'n0' };
const SECRETS: Record<string, string> = {
  'mongodb-uri': 'mongodb://cozy:m0@mongodb:27017/',
  'nats-url': 'nats://cozy:n0@nats-0.nats:4222',
  'nats-password': 'n0',
};
/** Variables of Node that are not Cozy's. */
const OF_NODE = ['NODE_OPTIONS'];

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  expose?: string[];
  volumes?: string[];
  stop_grace_period?: string;
  depends_on?: string[] | Record<string, unknown>;
}
interface Probe {
  httpGet?: { path: string; port: string };
  exec?: { command: string[] };
}
interface Container {
  name: string;
  image: string;
  args?: string[];
  env?: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef?: { name: string; key: string }; fieldRef?: object };
  }[];
  ports?: { name: string; containerPort: number }[];
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  lifecycle?: { preStop: Probe };
}
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: {
    selector?: Record<string, unknown>;
    ports?: { name: string; port: number; targetPort?: string }[];
    template?: {
      metadata: { labels: Record<string, string> };
      spec: { terminationGracePeriodSeconds: number; containers: Container[] };
    };
  };
}

function text(file: string): string {
  return readFileSync(join(DEPLOY, file), 'utf8');
}

/** Fills `${NAME}` and `${NAME:?why}` in as Docker Compose does. */
function interpolate(value: string): string {
  return value.replace(/\$\{([A-Z_]+)(:\?[^}]*)?\}/g, (_, name: string) => {
    expect(CHOSEN, `variable ${name}`).to.have.property(name);
    return CHOSEN[name]!;
  });
}

const settingsByVariable = new Map(
  Object.values(SettingsSchema.properties).map((schema) => [(schema as unknown as { env: string }).env, schema]),
);

/** Checks the environment of a Cozy process: all are settings, and their values are right. @returns the settings. */
function settingsOf(env: Record<string, string>) {
  const own = Object.entries(env).filter(([name]) => !OF_NODE.includes(name));
  for (const [name] of own) expect(settingsByVariable.has(name), `${name} is a setting`).to.equal(true);
  return readSettings(Object.fromEntries(own));
}

function expectParts(words: string[] | undefined): void {
  expect(words).to.have.length.above(0);
  expect(Object.keys(PARTS)).to.include.members(words!);
}

describe('ops/deploy/compose.yaml', () => {
  const compose = parse(text('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
  };
  const services = Object.entries(compose.services);
  const cozy = services.filter(([, { image }]) => image === 'cozy');

  it('runs every part of Cozy, with settings that exist and are right', () => {
    expect(cozy.flatMap(([, { command = [] }]) => command)).to.have.members(Object.keys(PARTS));
    for (const [, { command, environment = {}, expose = [], stop_grace_period }] of cozy) {
      expectParts(command);
      const filled = Object.entries(environment).map(([name, value]) => [name, interpolate(value)]);
      const settings = settingsOf(Object.fromEntries(filled));
      expect(expose).to.deep.equal([String(settings.port)]);
      expect(settings.publicUrl).to.equal('https://chat.example.org');
      expect(settings.natsReplicas).to.equal(3);
      expect(settings.natsUrl!.split(',')).to.have.length(3);
      expect(Number.parseInt(stop_grace_period!, 10)).to.be.above(settings.drainSeconds + 5);
    }
  });

  it('names only services, volumes and files that are there', () => {
    for (const [name, { volumes = [], depends_on = [] }] of services) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      expect(Object.keys(compose.services), name).to.include.members(needed);
      for (const volume of volumes) {
        const [source] = volume.split(':') as [string];
        if (source.startsWith('./')) expect(existsSync(join(DEPLOY, source)), source).to.equal(true);
        else expect(compose.volumes, source).to.have.property(source);
      }
    }
  });

  it('leads everyone to the gateways, and nobody to health and metrics', () => {
    const caddy = text('Caddyfile');
    const upstream = /name (\S+)\s+port (\d+)/.exec(caddy);
    expect(compose.services[upstream![1]!]!.expose).to.include(upstream![2]);
    expect(compose.services[upstream![1]!]!.command).to.include.members(['gateway', 'rest']);
    expect(caddy).to.match(/@inside path \/health \/metrics\s+respond @inside 404/);
    const { scrape_configs } = parse(text('prometheus.yaml')) as {
      scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    for (const { names, port } of scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs)) {
      expect(names).to.have.members(cozy.map(([name]) => name));
      expect(port).to.equal(8080);
    }
  });

  it('is built of what is there', () => {
    const dockerfile = text('Dockerfile');
    const [, entry] = /^ENTRYPOINT \[.*"([^"]+)"\]$/m.exec(dockerfile)!;
    expect(existsSync(join(ROOT, entry!))).to.equal(true);
    const [, command] = /^CMD (\[.*\])$/m.exec(dockerfile)!;
    expectParts(JSON.parse(command!));
    expect(dockerfile.match(/^FROM node:20-/gm)).to.have.length(2);
  });
});

describe('ops/deploy/kubernetes', () => {
  const kustomization = parse(readFileSync(join(KUBERNETES, 'kustomization.yaml'), 'utf8')) as {
    resources: string[];
    configMapGenerator: { files: string[] }[];
  };
  const manifests = kustomization.resources.flatMap((file) =>
    parseAllDocuments(readFileSync(join(KUBERNETES, file), 'utf8')).map((document) => {
      expect(document.errors, file).to.deep.equal([]);
      return document.toJS() as Manifest;
    }),
  );
  const workloads = manifests.filter(({ spec }) => spec?.template);
  const filled = ({ value, valueFrom }: NonNullable<Container['env']>[0]) => {
    const key = valueFrom?.secretKeyRef?.key;
    return value ?? (key === undefined ? undefined : SECRETS[key]);
  };

  it('is whole', () => {
    const listed = [...kustomization.resources, ...kustomization.configMapGenerator.flatMap(({ files }) => files)];
    expect([...listed, 'kustomization.yaml'].sort()).to.deep.equal(readdirSync(KUBERNETES).sort());
    expect(workloads.map(({ metadata }) => metadata.name)).to.have.members(['nats', 'gateway', 'worker']);
  });

  it('runs every part of Cozy, with settings that exist and are right', () => {
    const containers = workloads
      .flatMap(({ spec }) => spec.template!.spec.containers)
      .filter(({ image }) => image === 'cozy');
    expect(containers.flatMap(({ args = [] }) => args)).to.have.members(Object.keys(PARTS));
    for (const { args, env = [], ports = [] } of containers) {
      expectParts(args);
      const settings = settingsOf(Object.fromEntries(env.map((one) => [one.name, filled(one)!])));
      expect(ports).to.deep.equal([{ name: 'http', containerPort: settings.port }]);
    }
  });

  it('takes every secret from a secret', () => {
    for (const { name, value, valueFrom } of workloads.flatMap(({ spec }) => spec.template!.spec.containers[0]!.env!)) {
      const schema = settingsByVariable.get(name);
      if (!/PASSWORD/.test(name) && !(schema && 'secret' in schema)) continue;
      expect(value, name).to.equal(undefined);
      expect(SECRETS, name).to.have.property(valueFrom!.secretKeyRef!.key);
    }
  });

  it('asks ports and paths that are there', () => {
    for (const { spec, metadata } of workloads) {
      for (const { image, ports = [], ...container } of spec.template!.spec.containers) {
        for (const { httpGet } of [container.startupProbe, container.readinessProbe, container.livenessProbe].map(
          (probe) => probe!,
        )) {
          expect(
            ports.map(({ name }) => name),
            metadata.name,
          ).to.include(httpGet!.port);
          if (image === 'cozy') expect(['/health', '/metrics']).to.include(httpGet!.path);
        }
      }
    }
    for (const { spec, metadata } of manifests.filter(({ kind }) => kind === 'Service')) {
      if (!spec.selector) continue;
      const chosen = workloads.find(({ spec: { template } }) => template!.metadata.labels.app === spec.selector!.app);
      const names = chosen!.spec.template!.spec.containers[0]!.ports!;
      for (const { port, targetPort = port } of spec.ports!) {
        const found = names.some(({ name, containerPort }) => name === targetPort || containerPort === targetPort);
        expect(found, `port ${targetPort} of ${metadata.name}`).to.equal(true);
      }
    }
  });

  it('gives a gateway the time to drain before it is killed', () => {
    const { terminationGracePeriodSeconds: grace, containers } = workloads.find(
      ({ metadata }) => metadata.name === 'gateway',
    )!.spec.template!.spec;
    const [sleep, seconds] = containers[0]!.lifecycle!.preStop.exec!.command;
    expect(sleep).to.equal('sleep');
    const drain = Number(containers[0]!.env!.find(({ name }) => name === 'COZY_DRAIN_SECONDS')!.value);
    expect(grace).to.be.at.least(Number(seconds) + drain + 10);
  });

  it('has a configuration that nats-server takes', () => {
    const { natsServer } = enginePaths(readSettings(process.env).cache);
    const env = { ...process.env, NATS_NAME: 'nats-0', NATS_PASSWORD: 'n0' };
    execFileSync(natsServer, ['--config', join(KUBERNETES, 'nats.conf'), '-t'], { env, stdio: 'pipe' });
  });
});
