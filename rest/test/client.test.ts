import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { chooseEncoding, isFresh } from '../src/client/negotiate.ts';
import { clientHeaders } from '../src/client/policy.ts';
import { fakeContext, sendRaw, serve, type TestServer } from './harness.ts';

const PAGE = '<!doctype html><title>The client</title>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(5000))});`;
const PICTURE = Buffer.alloc(400_000, 7);

describe('The policy of the client’s page', () => {
  it('lets it show files from where the instance keeps them, and from no other host', () => {
    const policy = (filesAt: string | null) => clientHeaders(filesAt)['Content-Security-Policy'];
    expect(policy(null)).to.match(/img-src 'self' data: blob:; media-src 'self';/);
    const at = 'https://files.example:9000';
    expect(policy(`${at}/bucket`)).to.include(`img-src 'self' data: blob: ${at}; media-src 'self' ${at};`);
  });
});

describe('The client’s files', () => {
  let folder: string;
  let server: TestServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cozy-rest-'));
    await writeFile(join(folder, 'secret.txt'), 'secret');
    const dist = join(folder, 'dist');
    await mkdir(join(dist, 'assets'), { recursive: true });
    await writeFile(join(dist, 'index.html'), PAGE);
    await writeFile(join(dist, 'favicon.svg'), '<svg/>');
    await writeFile(join(dist, '.sources'), 'secret');
    await writeFile(join(dist, 'assets/index-Ab12_-cd.js'), SCRIPT);
    await writeFile(join(dist, 'assets/photo-Ab12_-cd.png'), PICTURE);
    server = await serve(fakeContext(), dist);
  });
  after(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${server.url}${path}`, { headers, method });

  it('that are hashed may be kept for ever, the page is asked for each time', async () => {
    const script = await get('/assets/index-Ab12_-cd.js');
    expect(await script.text()).to.equal(SCRIPT);
    expect(script.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).to.equal('text/javascript; charset=utf-8');
    for (const path of ['/', '/index.html', '/favicon.svg']) {
      expect((await get(path)).headers.get('cache-control'), path).to.equal('no-cache');
    }
  });

  it('are not sent again to who has them', async () => {
    const first = await get('/');
    const tag = first.headers.get('etag')!;
    expect(tag).to.match(/^W\/"[\w-]{22}"$/);
    const again = await get('/', { 'If-None-Match': `"other", ${tag}` });
    expect(again.status).to.equal(304);
    expect(await again.text()).to.equal('');
    expect(again.headers.get('etag')).to.equal(tag);
    expect((await get('/', { 'If-None-Match': '"other"' })).status).to.equal(200);
  });

  it('come compressed as the reader likes', async () => {
    const raw = async (accept: string) => {
      const request = `GET /assets/index-Ab12_-cd.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${accept}\r\n\r\n`;
      const length = /Content-Length: (\d+)/i;
      const answer = await sendRaw(server, request, {
        test: (text: string) => {
          const [head, body] = text.split('\r\n\r\n', 2) as [string, string | undefined];
          return body !== undefined && text.length - head.length - 4 >= Number(length.exec(head)?.[1]);
        },
      } as RegExp);
      const head = answer.slice(0, answer.indexOf('\r\n\r\n'));
      return { head, body: Buffer.from(answer.slice(head.length + 4), 'latin1') };
    };
    const brotli = await raw('gzip, deflate, br');
    expect(brotli.head)
      .to.match(/Content-Encoding: br/i)
      .and.match(/Vary: Accept-Encoding/i);
    expect(brotliDecompressSync(brotli.body).toString()).to.equal(SCRIPT);
    const gzip = await raw('gzip, br;q=0');
    expect(gzip.head).to.match(/Content-Encoding: gzip/i);
    expect(gunzipSync(gzip.body).toString()).to.equal(SCRIPT);
    const plain = await raw('identity');
    expect(plain.head).not.to.match(/Content-Encoding/i);
    expect(plain.body.toString()).to.equal(SCRIPT);
  });

  it('come whole when they are large, also to a slow reader', async () => {
    const response = await get('/assets/photo-Ab12_-cd.png');
    expect(response.headers.get('content-length')).to.equal(String(PICTURE.length));
    expect(Buffer.from(await response.arrayBuffer()).equals(PICTURE)).to.equal(true);
    const head = await get('/assets/photo-Ab12_-cd.png', {}, 'HEAD');
    expect(head.headers.get('content-length')).to.equal(String(PICTURE.length));
    expect((await head.arrayBuffer()).byteLength).to.equal(0);
  });

  it('give way to the page for what only the client knows', async () => {
    for (const path of ['/', '/login', '/invite/k7Qm2xPz', '/c/175928847299117063?x=a.b', '/index.html']) {
      const response = await get(path);
      expect(response.status, path).to.equal(200);
      expect(await response.text(), path).to.equal(PAGE);
    }
    for (const path of ['/missing.js', '/assets/index-00000000.js', '/wp-login.php', '/.sources', '/.env', '/%']) {
      expect((await get(path)).status, path).to.equal(404);
    }
    const post = await get('/login', {}, 'POST');
    expect(post.status).to.equal(405);
    expect(post.headers.get('allow')).to.equal('GET, HEAD');
  });

  it('never come from outside the folder', async () => {
    const ways = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%5csecret.txt',
      '/assets/..%c0%af..%c0%afsecret.txt',
      '/..%00/secret.txt',
      '//secret.txt',
      '/./dist/../../secret.txt',
    ];
    for (const way of ways) {
      const answer = await sendRaw(server, `GET ${way} HTTP/1.1\r\nHost: x\r\n\r\n`, /\}|title/);
      expect(answer, way).to.match(/^HTTP\/1\.1 (404|400)/);
      expect(answer, way)
        .not.to.contain('secret"')
        .and.not.match(/\r\n\r\nsecret/);
    }
  });

  it('run under a policy that lets nothing else in', async () => {
    const { headers } = await get('/');
    const policy = new Map(
      headers
        .get('content-security-policy')!
        .split('; ')
        .map((directive) => [directive.split(' ')[0]!, directive.split(' ').slice(1)]),
    );
    expect(policy.get('default-src')).to.deep.equal(["'none'"]);
    expect(policy.get('script-src')).to.deep.equal(["'self'"]);
    expect(policy.get('frame-ancestors')).to.deep.equal(["'none'"]);
    expect(policy.get('base-uri')).to.deep.equal(["'none'"]);
    expect([...policy.values()].flat())
      .not.to.include("'unsafe-eval'")
      .and.not.include('*');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('referrer-policy')).to.equal('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).to.equal('same-origin');
    expect(headers.get('permissions-policy')).to.contain('geolocation=()');
    expect(headers.get('strict-transport-security')).to.equal(null);
  });

  it('come with https for good where the instance has it', async () => {
    const secure = await serve(fakeContext({ settings: { publicUrl: 'https://chat.example.org' } }));
    try {
      const { headers } = await fetch(`${secure.url}/api/v1/docs`);
      expect(headers.get('strict-transport-security')).to.equal('max-age=31536000');
    } finally {
      await secure.stop();
    }
  });

  it('that are not built are told about', async () => {
    const bare = await serve(fakeContext(), null);
    try {
      const response = await fetch(`${bare.url}/login`);
      expect(response.status).to.equal(503);
      expect(await response.text()).to.contain('npm start');
      expect(response.headers.get('cache-control')).to.equal('no-store');
    } finally {
      await bare.stop();
    }
  });
});

describe('Content negotiation', () => {
  const all = new Set(['identity', 'gzip', 'br'] as const);

  it('takes the best that the reader takes', () => {
    for (const [accepted, chosen] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['BR', 'br'],
      ['br;q=0, gzip;q=0.1', 'gzip'],
      ['*', 'br'],
      ['*;q=0', 'identity'],
      ['identity', 'identity'],
      ['', 'identity'],
    ] as const) {
      expect(chooseEncoding(accepted, all), accepted).to.equal(chosen);
    }
    expect(chooseEncoding('br', new Set(['identity'] as const))).to.equal('identity');
  });

  it('never fails, whatever a header says', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(all.has(chooseEncoding(header, all))).to.equal(true);
        expect(isFresh(header, 'a-hash-that-no-header-has')).to.equal(header.trim() === '*');
      }),
    );
  });
});
