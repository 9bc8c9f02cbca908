import uws from 'uWebSockets.js';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { execa } from 'execa';
import { requireNativeServer } from '../src/setup/native-server.ts';
import { scratchFolder } from './scratch.ts';

const require = createRequire(import.meta.url);
const CLI = fileURLToPath(new URL('../bin/cozy.mjs', import.meta.url));

describe('uWebSockets.js', () => {
  const folder = scratchFolder();

  it('is accepted when it is native', () => {
    expect(() => requireNativeServer(uws)).not.to.throw();
  });

  it('is refused when its binary is missing and it falls back to JavaScript', () => {
    const installed = dirname(dirname(require.resolve('uWebSockets.js')));
    const copy = join(folder, 'node_modules/uWebSockets.js');
    cpSync(installed, copy, { recursive: true, filter: (file) => !file.endsWith('.node') });
    rmSync(join(copy, 'binaries'), { recursive: true });
    cpSync(dirname(require.resolve('ws/package.json')), join(folder, 'node_modules/ws'), { recursive: true });
    const warn = console.warn;
    const warnings: string[] = [];
    console.warn = (text: string) => warnings.push(text);
    try {
      const fallback = createRequire(join(folder, 'here.js'))('uWebSockets.js') as object;
      expect(() => requireNativeServer(fallback)).to.throw(/no native binary for Node .* Use Node 20/);
    } finally {
      console.warn = warn;
    }
    expect(warnings.join()).to.include('Falling back');
  });

  it('that fell back keeps a part from starting', async () => {
    const env = { UWS_USE_FALLBACK: '1', MONGODB_URI: 'mongodb://127.0.0.1:1/', NATS_URL: 'nats://127.0.0.1:1' };
    const result = await execa({ reject: false, env })`${process.execPath} ${CLI} gateway`;
    expect(result.exitCode).to.equal(1);
    expect(result.stderr).to.include('fell back to its slow JavaScript imitation');
  });
});
