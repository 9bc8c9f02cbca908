import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { closest, distance } from 'fastest-levenshtein';

/** What a setting says about itself besides its shape: its variable, and whether its value may be shown. */
interface SettingNotes {
  env: string;
  description: string;
  /** What the value must be, to complete the sentence "it must be …". */
  expected: string;
  /** The default in words, where it is worked out rather than fixed. */
  defaultText?: string;
  /** The value can hold a password, so it is never printed. */
  secret?: true;
}

const URL_OF_MONGODB = '^mongodb(\\+srv)?://.+$';
const URL_OF_NATS = '^((nats|tls|ws|wss)://[^,\\s]+)(,(nats|tls|ws|wss)://[^,\\s]+)*$';
const URL_OF_REDIS = '^rediss?://.+$';
const URL_OF_HTTP = '^https?://[^/\\s]+(/\\S*)?$';

const integer = (minimum: number, maximum: number, fallback: number, notes: Omit<SettingNotes, 'expected'>) =>
  Type.Integer({
    minimum,
    maximum,
    default: fallback,
    expected: `a whole number from ${minimum} to ${maximum}`,
    ...notes,
  });

const choice = <const T extends string>(values: readonly T[], fallback: T, notes: Omit<SettingNotes, 'expected'>) =>
  Type.Unsafe<T>(
    Type.Union(
      values.map((value) => Type.Literal(value)),
      { default: fallback, expected: `one of ${values.join(', ')}`, ...notes },
    ),
  );

const text = (shape: { pattern?: string; maxLength?: number; default?: string }, notes: SettingNotes) =>
  Type.String({ minLength: 1, ...shape, ...notes });

/**
 * Every setting of Cozy, each read from one environment variable (`env`), with its bounds, default and description.
 * `docs/settings.md` is generated from this schema; a setting that is not here does not exist.
 */
export const SettingsSchema = Type.Object({
  port: integer(1, 65535, 8080, {
    env: 'COZY_PORT',
    description: 'Port of the one HTTP and WebSocket server. A worker that runs alone answers /health there.',
  }),
  host: text(
    { maxLength: 255, default: '0.0.0.0' },
    {
      env: 'COZY_HOST',
      description: 'Address the server listens on; 127.0.0.1 keeps it to this machine.',
      expected: 'an IP address or host name',
    },
  ),
  data: text(
    { maxLength: 4096 },
    {
      env: 'COZY_DATA',
      description: 'Data folder: embedded database, event log, files and keys.',
      expected: 'a folder path',
      defaultText: './.cozy',
    },
  ),
  cache: text(
    { maxLength: 4096 },
    {
      env: 'COZY_CACHE',
      description: 'Folder for installed engines. It holds nothing that cannot be installed again.',
      expected: 'a folder path',
      defaultText: '$XDG_CACHE_HOME/cozy, else ~/.cache/cozy',
    },
  ),
  publicUrl: text(
    { pattern: URL_OF_HTTP, maxLength: 2048 },
    {
      env: 'COZY_PUBLIC_URL',
      description: 'Address under which people reach this instance; invite links begin with it.',
      expected: 'an address that begins with http:// or https://',
      defaultText: 'http://localhost:COZY_PORT',
    },
  ),
  name: text(
    { maxLength: 100, default: 'Cozy' },
    {
      env: 'COZY_NAME',
      description: 'Name of the instance, shown to people.',
      expected: 'a text of 1 to 100 characters',
    },
  ),
  domain: text(
    { pattern: '^[A-Za-z0-9.-]+(:[0-9]{1,5})?$', maxLength: 255 },
    {
      env: 'COZY_DOMAIN',
      description: "Domain in people's full names (username@domain).",
      expected: 'a domain name such as chat.example.org',
      defaultText: 'the host of COZY_PUBLIC_URL',
    },
  ),
  partitions: integer(1, 256, 16, {
    env: 'COZY_PARTITIONS',
    description: 'Number of partitions (JetStream streams) of the event log. Fixed once the instance has data.',
  }),
  retentionHours: integer(1, 8760, 24, {
    env: 'COZY_RETENTION_HOURS',
    description: 'How many hours the event log keeps events, so how long a client may be away and still resume.',
  }),
  logSync: choice(['always', '100ms', '2m'], 'always', {
    env: 'COZY_LOG_SYNC',
    description:
      'When the private nats-server writes the log through to disk. With always an acknowledged message survives a power cut.',
  }),
  dedupeSeconds: integer(10, 86400, 600, {
    env: 'COZY_DEDUPE_SECONDS',
    description: 'For how many seconds a repeated send with the same nonce is recognized as the same message.',
  }),
  logLevel: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info', {
    env: 'COZY_LOG_LEVEL',
    description: 'Least severity of the log lines that are written.',
  }),
  heartbeatMs: integer(100, 300000, 30000, {
    env: 'COZY_HEARTBEAT_MS',
    description: 'Interval in ms at which gateway clients must send a heartbeat.',
  }),
  startsPerSecond: integer(1, 100_000, 1_000, {
    env: 'COZY_STARTS_PER_SECOND',
    description:
      'Sessions that a gateway starts each second at most; fewer when they would make live events wait. Others wait or are asked to come back.',
  }),
  recentMb: integer(1, 16_384, 64, {
    env: 'COZY_RECENT_MB',
    description: 'Megabytes of memory of each process for the last events, from which those who come back are served.',
  }),
  drainSeconds: integer(0, 3_600, 1, {
    env: 'COZY_DRAIN_SECONDS',
    description: 'Seconds over which a gateway that is stopped sends its clients to other nodes.',
  }),
  otlpUrl: Type.Optional(
    text(
      { pattern: URL_OF_HTTP, maxLength: 2048 },
      {
        env: 'COZY_OTLP_URL',
        description:
          'Where OpenTelemetry traces are sent, by OTLP over HTTP, such as http://collector:4318/v1/traces. Off without it.',
        expected: 'an address that begins with http:// or https://',
        defaultText: 'no traces',
      },
    ),
  ),
  tracePercent: integer(1, 100, 100, {
    env: 'COZY_TRACE_PERCENT',
    description: 'How many of a hundred commands are traced where COZY_OTLP_URL is set.',
  }),
  trustProxy: Type.Boolean({
    default: false,
    env: 'COZY_TRUST_PROXY',
    description: "Take the client's address from X-Forwarded-For. Only true behind a proxy that sets it.",
    expected: 'true or false',
  }),
  mongodbUri: Type.Optional(
    text(
      { pattern: URL_OF_MONGODB, maxLength: 4096 },
      {
        env: 'MONGODB_URI',
        description: 'Database that speaks the MongoDB protocol.',
        expected: 'an address that begins with mongodb:// or mongodb+srv://',
        defaultText: 'a private mongod if one is on PATH, else the embedded database',
        secret: true,
      },
    ),
  ),
  mongodbDb: text(
    { pattern: '^[A-Za-z0-9_-]{1,63}$', default: 'cozy' },
    {
      env: 'MONGODB_DB',
      description: 'Name of the database.',
      expected: '1 to 63 letters, digits, hyphens or underscores',
    },
  ),
  natsUrl: Type.Optional(
    text(
      { pattern: URL_OF_NATS, maxLength: 4096 },
      {
        env: 'NATS_URL',
        description: 'NATS servers with JetStream, separated by commas.',
        expected: 'one or more addresses that begin with nats://, tls://, ws:// or wss://, separated by commas',
        defaultText: 'a private nats-server',
        secret: true,
      },
    ),
  ),
  natsReplicas: integer(1, 5, 1, {
    env: 'NATS_REPLICAS',
    description: 'Copies that the NATS cluster keeps of the event log: 1 for one server, 3 for a cluster.',
  }),
  uploadMb: integer(1, 5_120, 100, {
    env: 'COZY_UPLOAD_MB',
    description: 'Megabytes (of 1024 × 1024 bytes) that one uploaded file can have.',
  }),
  searchUrl: Type.Optional(
    text(
      { pattern: URL_OF_REDIS, maxLength: 4096 },
      {
        env: 'COZY_SEARCH_URL',
        description: 'Redis server with RediSearch 1.2 (Debian: redis-redisearch) that holds the search index.',
        expected: 'an address that begins with redis:// or rediss://',
        defaultText: 'the index is kept in the database',
        secret: true,
      },
    ),
  ),
  pushPrivate: Type.Boolean({
    default: false,
    env: 'COZY_PUSH_PRIVATE',
    description:
      'Lets Web Push go to services in private networks and without TLS, such as those of tests. Else it goes to public https addresses only.',
    expected: 'true or false',
  }),
  ffmpegPath: text(
    { maxLength: 4096, default: 'ffmpeg' },
    {
      env: 'FFMPEG_PATH',
      description: 'The program ffmpeg, by which workers prepare videos and sound; ffprobe is beside it.',
      expected: 'a path, or the name of a program on PATH',
    },
  ),
  linkPreviews: Type.Boolean({
    default: true,
    env: 'COZY_LINK_PREVIEWS',
    description: 'Whether workers load the pages that messages link to, and show what they say of themselves.',
    expected: 'true or false',
  }),
  previewPrivateHosts: Type.Optional(
    text(
      { pattern: '^[^,\\s/]+:\\d{1,5}(,[^,\\s/]+:\\d{1,5})*$', maxLength: 2048 },
      {
        env: 'COZY_PREVIEW_PRIVATE_HOSTS',
        description:
          'Hosts of a private network whose pages may be previewed. Dangerous: every member can then read what is there.',
        expected: 'pairs host:port, separated by commas',
        defaultText: 'none',
      },
    ),
  ),
  s3Endpoint: Type.Optional(
    text(
      { pattern: URL_OF_HTTP, maxLength: 2048 },
      {
        env: 'S3_ENDPOINT',
        description: 'S3 server for uploaded files.',
        expected: 'an address that begins with http:// or https://',
        defaultText: 'files are kept in COZY_DATA',
      },
    ),
  ),
  s3PublicEndpoint: Type.Optional(
    text(
      { pattern: URL_OF_HTTP, maxLength: 2048 },
      {
        env: 'S3_PUBLIC_ENDPOINT',
        description: 'Address under which browsers reach the S3 server, which then load files from it directly.',
        expected: 'an address that begins with http:// or https://',
        defaultText: 'files are loaded through Cozy',
      },
    ),
  ),
  s3Bucket: Type.Optional(
    text(
      { pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' },
      {
        env: 'S3_BUCKET',
        description: 'Bucket for uploaded files.',
        expected: 'a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens',
      },
    ),
  ),
  s3Region: text(
    { maxLength: 64, default: 'us-east-1' },
    { env: 'S3_REGION', description: 'Region of the bucket.', expected: 'a region name' },
  ),
  s3AccessKey: Type.Optional(
    text(
      { maxLength: 256 },
      { env: 'S3_ACCESS_KEY', description: 'Access key of the S3 server.', expected: 'a text', secret: true },
    ),
  ),
  s3SecretKey: Type.Optional(
    text(
      { maxLength: 256 },
      { env: 'S3_SECRET_KEY', description: 'Secret key of the S3 server.', expected: 'a text', secret: true },
    ),
  ),
});

/** The checked settings, by name in code. `data` and `cache` are absolute paths; `publicUrl` has no slash at its end. */
export type Settings = Static<typeof SettingsSchema>;

type SettingSchema = TSchema & SettingNotes;

/** Variables of bots and tests, which a person may have set in the shell that Cozy is started from. */
const OTHER_PROGRAMS = new Set(['COZY_URL', 'COZY_TOKEN', 'COZY_SEED']);

const entries = Object.entries(SettingsSchema.properties) as [keyof Settings, SettingSchema][];

/** The value for an unset variable, or undefined where there is none. */
function fallback(name: keyof Settings, env: NodeJS.ProcessEnv, known: Partial<Settings>): unknown {
  if (name === 'data') return './.cozy';
  if (name === 'cache') return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cozy');
  if (name === 'publicUrl') return `http://localhost:${known.port}`;
  if (name === 'domain')
    return URL.canParse(known.publicUrl ?? '') ? new URL(known.publicUrl ?? '').hostname : 'localhost';
  return SettingsSchema.properties[name].default;
}

/** The typed value that a variable's text stands for; a text that fits no type stays text and then fails the schema. */
function parse(schema: SettingSchema, raw: string): unknown {
  if (schema.type === 'integer') return /^-?\d{1,15}$/.test(raw) ? Number(raw) : raw;
  if (schema.type === 'boolean') return raw === 'true' ? true : raw === 'false' ? false : raw;
  return raw;
}

/** Clause about a variable that Cozy does not have, with the nearest name when it looks like a slip of the pen. */
function unknownVariable(variable: string): string {
  const names = entries.map(([, schema]) => schema.env);
  const nearest = closest(variable, names);
  // Half the name or more wrong is another word, not a slip.
  const hint = distance(variable, nearest) <= variable.length / 2 ? `; did you mean ${nearest}?` : '';
  return `${variable} is not a setting of Cozy${hint}`;
}

/**
 * Reads and checks all settings.
 * @param env the environment, usually `process.env`; an empty variable counts as unset.
 * @returns the settings with defaults filled in.
 * @throws {Error} one sentence that names every wrong variable, what it was (not for secrets) and what it must be.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const wrong: string[] = [];
  const settings: Partial<Record<keyof Settings, unknown>> = {};
  for (const [name, schema] of entries) {
    const raw = env[schema.env];
    const value = raw ? parse(schema, raw) : fallback(name, env, settings as Partial<Settings>);
    if (value === undefined) continue;
    if (raw && !Value.Check(schema, value)) {
      wrong.push(`${schema.env} is ${schema.secret ? 'wrong' : JSON.stringify(raw)} but must be ${schema.expected}`);
      continue;
    }
    settings[name] = value;
  }
  if (settings.s3Endpoint) {
    for (const name of ['s3Bucket', 's3AccessKey', 's3SecretKey'] as const) {
      const variable = SettingsSchema.properties[name].env;
      if (!env[variable]) wrong.push(`${variable} is not set but must be when S3_ENDPOINT is set`);
    }
  }
  const known = new Set([...OTHER_PROGRAMS, ...entries.map(([, schema]) => schema.env)]);
  for (const variable of Object.keys(env)) {
    if (variable.startsWith('COZY_') && !known.has(variable)) wrong.push(unknownVariable(variable));
  }
  if (wrong.length > 0) throw new Error(`Wrong settings: ${wrong.join('; ')}.`);
  const checked = settings as Settings;
  return {
    ...checked,
    data: resolve(checked.data),
    cache: resolve(checked.cache),
    publicUrl: checked.publicUrl.replace(/\/+$/, ''),
  };
}

/**
 * All settings as a Markdown table: variable, what it is, what it must be, default.
 * @returns the table with its header, one line for each setting, ending with a newline.
 */
export function settingsTable(): string {
  const rows = entries.map(([name, schema]) => {
    const fixed = SettingsSchema.properties[name].default;
    const preset = schema.defaultText ?? (fixed === undefined ? 'not set' : `\`${fixed}\``);
    return `| \`${schema.env}\` | ${schema.description} | ${schema.expected} | ${preset} |`;
  });
  return ['| Variable | What it is | Must be | Default |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
