import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { isPublicAddress } from '@cozy/core';
import { LIMITS, linksIn } from '@cozy/protocol';
import { expect } from 'chai';
import { PublicFetch, type Wanted } from '../src/links/publicFetch.ts';
import { readPage } from '../src/links/readPage.ts';

const PAGE: Wanted = { types: /^text\/html$/, bytes: 64 * 1024, cut: true };
const WHOLE: Wanted = { ...PAGE, cut: false };

describe('links', () => {
  it('[EM-2] are found in text, and not in code or between angle brackets', () => {
    expect(
      linksIn('see https://a.example/x, (http://b.example/y_(z)). `https://c.example` <https://d.example>'),
    ).to.deep.equal(['https://a.example/x', 'http://b.example/y_(z)']);
    expect(linksIn('[words](https://a.example/?q=1) and ```\nhttps://b.example\n``` ftp://c.example')).to.deep.equal([
      'https://a.example/?q=1',
    ]);
    expect(linksIn('https://me:secret@a.example https:// http://[::1 xhttps://a.example')).to.deep.equal([]);
    const many = Array.from({ length: 9 }, (_, i) => `https://a.example/${i % 5}`).join(' ');
    expect(linksIn(many)).to.have.length(LIMITS.embedsPerMessage);
    expect(linksIn(`https://a.example/${'x'.repeat(LIMITS.linkLength)}`)).to.deep.equal([]);
    expect(linksIn('https://'.repeat(500))).to.deep.equal([]);
  });

  it('[EM-3] lead to the open Internet only', () => {
    const open = ['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'];
    const closed = [
      ...[
        '127.0.0.1',
        '127.9.9.9',
        '10.1.2.3',
        '172.16.0.1',
        '192.168.1.1',
        '169.254.169.254',
        '0.0.0.0',
        '100.64.0.1',
      ],
      ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1'],
      ...['::1', '::', 'fe80::1', 'fc00::1', 'fec0::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::7f00:1'],
      ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::7f00:1', 'localhost', ''],
    ];
    expect(open.filter((address) => !isPublicAddress(address))).to.deep.equal([]);
    expect(closed.filter(isPublicAddress)).to.deep.equal([]);
  });
});

describe('loading a link', function () {
  this.timeout(30_000);
  const servers: Server[] = [];
  const fetches: PublicFetch[] = [];
  const signal = new AbortController().signal;
  /** Requests that have come to any of the servers. */
  let asked: string[] = [];

  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      listener(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const fetchWith = (hosts: string[], lookup?: LookupFunction) => {
    const fetch = new PublicFetch(hosts, 'test', lookup);
    fetches.push(fetch);
    return fetch;
  };
  const outcome = async (fetch: PublicFetch, url: string, wanted = PAGE) => {
    try {
      return (await fetch.load(url, wanted, signal)).bytes.toString();
    } catch (error) {
      return (error as Error).name === 'Refused' ? (error as Error).message : String((error as Error).cause ?? error);
    }
  };
  beforeEach(() => {
    asked = [];
  });
  after(async () => {
    for (const fetch of fetches) await fetch.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('[EM-3] refuses private addresses, other ports and other schemes before it connects', async () => {
    const host = await serve((_, response) => response.end('secret'));
    const fetch = fetchWith([]);
    for (const url of [
      ...[`http://${host}/`, 'http://127.0.0.1/', 'http://127.1/', 'http://0x7f000001/', 'http://2130706433/'],
      ...[
        'http://[::1]/',
        'http://[::ffff:127.0.0.1]/',
        'http://169.254.169.254/latest/meta-data/',
        'http://10.0.0.1/',
      ],
      ...['https://example.org:8443/', 'file:///etc/passwd', 'ftp://example.org/', 'gopher://example.org/'],
      ...['http://me:secret@example.org/'],
    ]) {
      expect(await outcome(fetch, url), url).to.match(
        /^(It is in a private network|Its port|It is no address|It names)/,
      );
    }
    expect(await outcome(fetch, 'http://localhost/')).to.match(/localhost is in a private network|ECONNREFUSED/);
    expect(asked).to.deep.equal([]);
  });

  it('[EM-3] refuses names of which any address is private', async () => {
    const answers: Record<string, string[]> = {
      'loop.example': ['127.0.0.1'],
      'ten.example': ['10.0.0.1'],
      'six.example': ['::1'],
      'metadata.example': ['169.254.169.254'],
      'mapped.example': ['::ffff:127.0.0.1'],
      'both.example': ['93.184.216.34', '127.0.0.1'],
      'none.example': [],
    };
    const lookup: LookupFunction = (name, _options, callback) =>
      callback(
        null,
        (answers[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    const fetch = fetchWith([], lookup);
    for (const name of Object.keys(answers)) {
      expect(await outcome(fetch, `http://${name}/`), name).to.contain('is in a private network');
    }
  });

  it('[EM-3] checks each redirect as the first address, and follows three', async () => {
    const inside = await serve((_, response) => response.end('secret'));
    const host = await serve((request, response) => {
      const left = /^\/hop(\d)$/.exec(request.url ?? '')?.[1];
      const target = { '/in': `http://${inside}/`, '/file': 'file:///etc/passwd', '/odd': 'http://' }[
        request.url ?? ''
      ];
      if (left === '0') response.setHeader('content-type', 'text/html').end('there');
      else response.writeHead(302, { location: target ?? `/hop${Number(left) - 1}` }).end();
    });
    const fetch = fetchWith([host]);
    expect(await outcome(fetch, `http://${host}/hop3`)).to.equal('there');
    expect(await outcome(fetch, `http://${host}/hop4`)).to.equal('It redirects too often.');
    expect(await outcome(fetch, `http://${host}/in`)).to.match(/private network|Its port/);
    expect(await outcome(fetch, `http://${host}/file`)).to.equal('It is no address of the web.');
    expect(await outcome(fetch, `http://${host}/odd`)).to.equal('It redirects to no address.');
    expect(asked.filter((url) => url === '/')).to.deep.equal([]);
  });

  it('[EM-3] is bounded in bytes and time, and takes what is wanted only', async () => {
    const host = await serve((request, response) => {
      response.setHeader('content-type', request.url === '/pdf' ? 'application/pdf' : 'text/html; charset="utf-8"');
      if (request.url === '/packed') response.setHeader('content-encoding', 'gzip');
      if (request.url === '/gone') response.statusCode = 404;
      if (request.url === '/slow') {
        const drip = setInterval(() => response.write('.'), 200);
        response.on('close', () => clearInterval(drip));
      } else if (request.url === '/huge') {
        const pour = () => {
          while (response.write('x'.repeat(65_536)));
          response.once('drain', pour);
        };
        pour();
      } else response.end('short');
    });
    const fetch = fetchWith([host]);
    expect(await outcome(fetch, `http://${host}/huge`)).to.have.length(PAGE.bytes);
    expect(await outcome(fetch, `http://${host}/huge`, WHOLE)).to.equal('It is too large.');
    expect(await outcome(fetch, `http://${host}/pdf`)).to.equal('It is application/pdf.');
    expect(await outcome(fetch, `http://${host}/packed`)).to.equal('It is packed.');
    expect(await outcome(fetch, `http://${host}/gone`)).to.equal('It answers 404.');
    expect(await outcome(fetch, `http://${host}/slow`)).to.match(/timeout|abort/i);
    expect(await outcome(fetch, `http://${host}/`)).to.equal('short');
  });
});

describe('reading a page', () => {
  const read = (html: string, charset?: string) =>
    readPage({ bytes: Buffer.from(html, 'latin1'), url: 'https://www.example.org/a/b', charset });

  it('takes what it says of itself, of the first that says it', () => {
    expect(
      read(`<title>Plain</title><meta property="og:title" content="Own &amp; good"><meta property="og:title" content="No">
        <meta name="description" content=" two
        lines "><meta property="og:image" content="../c.png"><body><meta property="og:site_name" content="no">`),
    ).to.deep.equal({
      title: 'Own & good',
      description: 'two lines',
      site_name: 'example.org',
      image: 'https://www.example.org/c.png',
    });
    expect(read('<title>Gr\xfc\xdfe</title>', 'iso-8859-1').title).to.equal('Grüße');
    expect(read('<meta charset="windows-1252"><title>Gr\xfc\xdfe</title>').title).to.equal('Grüße');
    expect(read('').title).to.equal(undefined);
  });

  it('runs nothing, and gives plain text of bounded length', () => {
    const words = read(
      `<script>document.title='x'</script><title>a<script>alert(1)</script></title><meta property="og:description"
       content="<img src=x onerror=alert(1)>&#x202e;gnp.exe&#0;"><meta property="og:image" content="javascript:alert(1)">`,
    );
    expect(words.title).to.equal('a<script>alert(1)</script>');
    expect(words.description).to.equal('<img src=x onerror=alert(1)>gnp.exe\ufffd');
    expect(read(`<title>${'long '.repeat(1000)}</title>`).title).to.have.length(LIMITS.embedTitleLength);
    const text = `<meta name="description" content="${'long '.repeat(1000)}">`;
    expect(read(text).description).to.have.length(LIMITS.embedDescriptionLength);
    expect(read(`${'<div>'.repeat(90_000)}<title>deep</title>`)).to.include({ title: 'deep' });
  });
});
