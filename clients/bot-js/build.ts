import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import packageJson from './package.json' with { type: 'json' };

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const dist = join(here, 'dist');

/** Bundles the SDK with the protocol, which is not a package of its own, and leaves registry packages outside. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: ['index', 'test', 'cli'].map((name) => join(here, 'src', `${name}.ts`)),
    outdir: dist,
    bundle: true,
    // What both need is one module: a kit must set the stage of the bots that `index` makes.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    external: Object.keys(packageJson.dependencies).flatMap((name) => [name, `${name}/*`]),
  });
}

/** Writes the types of both, the protocol's in a folder beside, and points imports at the written files. */
function writeTypes(): void {
  const emitted = mkdtempSync(join(tmpdir(), 'cozy-bot-types-'));
  try {
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    execFileSync(tsc, ['-p', join(here, 'tsconfig.build.json'), '--outDir', emitted], { stdio: 'inherit' });
    copyTypes(join(emitted, 'protocol', 'src'), join(dist, 'protocol'));
    copyTypes(join(emitted, 'clients', 'bot-js', 'src'), dist);
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

function copyTypes(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const target = join(to, relative(from, entry.parentPath), entry.name);
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
      .replace(/(['"])@cozy\/protocol\1/g, "'./protocol/index.js'")
      .replace(/((?:from|import\()\s*['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2');
    writeFileSync(target, text);
  }
}

rmSync(dist, { recursive: true, force: true });
await bundle();
writeTypes();
// The Python SDK's tool makes the same bots.
const made = (path: string) => !path.includes('__pycache__');
cpSync(join(root, 'clients/bot-py/src/cozy_bot/new'), join(dist, 'new'), { recursive: true, filter: made });
copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
