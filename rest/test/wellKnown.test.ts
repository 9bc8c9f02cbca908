import { expect } from 'chai';
import { reachableAddress } from '../src/wellKnown.ts';
import { call, fakeContext, sendRaw, serve, type TestServer } from './harness.ts';

interface Instance {
  software: { name: string; version: string };
  domain: string;
  gateway: string;
  rest: string;
  keys: { keys: object[] };
  push: { key: string };
}

describe('/.well-known/cozy', () => {
  let server: TestServer | undefined;
  afterEach(() => server?.stop());

  it('names the parts of the instance and its public keys, for tokens and for Web Push [REST-7]', async () => {
    const keys = { jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'public', kid: '1', alg: 'EdDSA', use: 'sig' }] } };
    server = await serve(
      fakeContext({
        settings: { publicUrl: 'https://chat.example.org', domain: 'example.org' },
        keys: keys as unknown as ReturnType<typeof fakeContext>['keys'],
      }),
    );
    const { status, body } = await call<Instance>(server, 'GET', '/.well-known/cozy');
    expect(status).to.equal(200);
    expect(body.software.name).to.equal('cozy');
    expect(body.software.version).to.match(/^\d+\.\d+\.\d+/);
    expect(body).to.deep.include({
      domain: 'example.org',
      gateway: 'wss://chat.example.org/gateway',
      rest: 'https://chat.example.org/api/v1',
      keys: keys.jwks,
      push: { key: 'public' },
    });
    expect(JSON.stringify(body)).not.to.contain('private');
  });

  it('is right for who came by another name than localhost [REST-7]', async () => {
    server = await serve(fakeContext({ settings: { publicUrl: 'http://localhost:8080' } }));
    const request = 'GET /.well-known/cozy HTTP/1.1\r\nHost: 192.168.1.5:8080\r\n\r\n';
    expect(await sendRaw(server, request, /\}\}$/)).to.contain('"gateway":"ws://192.168.1.5:8080/gateway"');
  });
});

describe('reachableAddress', () => {
  it('takes the request’s host only where no public address was set', () => {
    expect(reachableAddress('https://chat.example.org', 'evil.example')).to.equal('https://chat.example.org');
    expect(reachableAddress('http://localhost:8080', 'Box.local:8080')).to.equal('http://box.local:8080');
    expect(reachableAddress('http://localhost:8080', '[fe80::1]:8080')).to.equal('http://[fe80::1]:8080');
  });

  it('takes no host that is none', () => {
    for (const host of ['', 'a b', 'a/b', 'user@host', 'a"b', '<script>', 'host:123456', '-a', 'a?b', 'a#b']) {
      expect(reachableAddress('http://localhost:8080', host), host).to.equal('http://localhost:8080');
    }
  });
});
