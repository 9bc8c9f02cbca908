import { homedir } from 'node:os';
import { join } from 'node:path';
import { readSettings, settingsTable } from '@cozy/core/settings';
import { expect } from 'chai';
import { outdatedPages } from '../src/docs.ts';

describe('settings', () => {
  it('have defaults for everything but the addresses of engines', () => {
    const settings = readSettings({});
    expect(settings).to.include({ port: 8080, partitions: 16, logSync: 'always', publicUrl: 'http://localhost:8080' });
    expect(settings.cache).to.equal(join(homedir(), '.cache/cozy'));
    expect(settings).not.to.have.any.keys('mongodbUri', 'natsUrl', 's3Endpoint');
  });

  it('are typed, and derive the domain from the public address', () => {
    const settings = readSettings({
      COZY_PORT: '9000',
      COZY_TRUST_PROXY: 'true',
      COZY_PUBLIC_URL: 'https://chat.example.org/',
      XDG_CACHE_HOME: '/var/cache',
    });
    expect(settings).to.include({
      port: 9000,
      trustProxy: true,
      publicUrl: 'https://chat.example.org',
      domain: 'chat.example.org',
      cache: '/var/cache/cozy',
    });
  });

  it('that are wrong are all named in one sentence with what they must be', () => {
    const read = () => readSettings({ COZY_PORT: 'http', COZY_PARTITIONS: '0', COZY_LOG_SYNC: 'never' });
    expect(read).to.throw(
      'Wrong settings: COZY_PORT is "http" but must be a whole number from 1 to 65535; COZY_PARTITIONS is "0" but must be a whole number from 1 to 256; COZY_LOG_SYNC is "never" but must be one of always, 100ms, 2m.',
    );
  });

  it('that are secret are not shown when they are wrong', () => {
    const read = () => readSettings({ MONGODB_URI: 'postgres://cozy:hunter2@db', NATS_URL: 'nats//u:hunter2@h' });
    expect(read)
      .to.throw('MONGODB_URI is wrong but must be an address that begins with mongodb://')
      .with.property('message')
      .that.includes('NATS_URL is wrong')
      .and.does.not.include('hunter2');
  });

  it('that do not exist are refused with the nearest name, unless they belong to bots or tests', () => {
    expect(() => readSettings({ COZY_PROT: '1' })).to.throw(
      'COZY_PROT is not a setting of Cozy; did you mean COZY_PORT?',
    );
    expect(() => readSettings({ COZY_ENTIRELY_DIFFERENT_THING: '1' })).to.throw(/not a setting of Cozy\.$/);
    expect(readSettings({ COZY_TOKEN: 'bot', COZY_URL: 'http://localhost:8080' }).port).to.equal(8080);
  });

  it('of S3 are needed together', () => {
    const read = () => readSettings({ S3_ENDPOINT: 'http://127.0.0.1:9000', S3_BUCKET: 'cozy' });
    expect(read).to.throw('S3_ACCESS_KEY is not set but must be when S3_ENDPOINT is set; S3_SECRET_KEY is not set');
  });

  it('are all in the generated page', async () => {
    expect(settingsTable().match(/^\| `[A-Z0-9_]+`/gm)).to.have.length.above(20);
    expect(await outdatedPages()).not.to.include('docs/settings.md');
  });
});
