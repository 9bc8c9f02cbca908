import { spawn } from 'node:child_process';
import { connectNats } from '@cozy/core';
import { readSettings } from '@cozy/core/settings';
import { expect } from 'chai';
import { pino } from 'pino';
import { freePort } from '../src/engines/ports.ts';
import { enginePaths } from '../src/setup/versions.ts';

describe('a nats-server with a password', function () {
  this.timeout(20_000);

  it('is connected to with the name and password that NATS_URL holds', async () => {
    const port = await freePort();
    const { natsServer } = enginePaths(readSettings(process.env).cache);
    const options = ['--addr', '127.0.0.1', '--port', String(port), '--user', 'cozy', '--pass', 'p@ss/w'];
    const server = spawn(natsServer, options, { stdio: 'ignore' });
    try {
      const logger = pino({ level: 'silent' });
      const nats = await connectNats(`nats://cozy:p%40ss%2Fw@127.0.0.1:${port}`, logger, () => undefined);
      await nats.flush();
      expect(nats.info?.auth_required).to.equal(true);
      await nats.close();
    } finally {
      server.kill('SIGKILL');
    }
  });
});
