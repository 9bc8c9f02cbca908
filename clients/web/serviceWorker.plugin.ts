import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const SOURCE = 'src/serviceWorker/serviceWorker.ts';
/** What the shell needs: not the maps, and of the fonts only the alphabets of most readers. */
const OF_SHELL = /\.(js|css|html|svg|webmanifest)$|-latin-.*\.woff2$/;
const HASHED = /^assets\/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
/** Files of public/, which are not among those that Vite names. */
const PUBLIC = ['favicon.svg', 'manifest.webmanifest', 'theme.js'];

/** Builds the service worker to `/sw.js`, with the list of the build's files that it keeps. */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved;
    },
    writeBundle: async (_options, bundle) => {
      const folder = join(config.root, config.build.outDir);
      const files = [...Object.keys(bundle), ...PUBLIC].filter((file) => OF_SHELL.test(file)).sort();
      const shell = files.map((file) => ({
        url: `/${file}`,
        revision: HASHED.test(file) ? null : hash(join(folder, file)),
      }));
      await build({
        configFile: false,
        root: config.root,
        publicDir: false,
        logLevel: 'warn',
        define: { __SHELL__: JSON.stringify(shell), 'process.env.NODE_ENV': '"production"' },
        build: {
          target: 'es2022',
          outDir: config.build.outDir,
          emptyOutDir: false,
          rolldownOptions: { input: SOURCE, output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      });
    },
  };
}

function hash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
