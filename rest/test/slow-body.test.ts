import uws from 'uWebSockets.js';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { readBody } from '../src/http/body.ts';
import { Exchange } from '../src/http/exchange.ts';

const TIMEOUT = 300;
const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n';

describe('A body that is too slow', () => {
  let listening: uws.us_listen_socket;
  let port: number;
  let ends = 0;

  before(async () => {
    const app = uws.App().post('/', (response, request) => {
      const options = { trustProxy: false, headers: {}, route: 'test', onEnd: () => ends++ };
      const exchange = new Exchange(response, request, options);
      readBody(exchange, undefined, TIMEOUT).then(
        (bytes) => exchange.json(200, { length: bytes.length }),
        (error: CozyError) => exchange.fail(error, {}, true),
      );
    });
    listening = await new Promise((resolve, reject) => {
      app.listen('127.0.0.1', 0, (socket) => (socket ? resolve(socket) : reject(new Error('No port'))));
    });
    port = uws.us_socket_local_port(listening as unknown as uws.us_socket);
  });
  after(() => uws.us_listen_socket_close(listening));

  for (const [how, drip] of [
    ['stops', false],
    ['goes on, byte by byte', true],
  ] as const) {
    it(`is given up when it ${how}, with an answer that says so`, async () => {
      ends = 0;
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.on('data', (part) => {
        received += part;
      });
      // The server closes while bytes are still on their way.
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      const started = performance.now();
      socket.write(HEAD);
      const dripping = drip ? setInterval(() => socket.writable && socket.write('x'), 20) : undefined;
      await once(socket, 'close');
      clearInterval(dripping);
      expect(performance.now() - started).to.be.within(TIMEOUT - 50, 5_000);
      expect(received)
        .to.match(/^HTTP\/1\.1 400 Bad Request/)
        .and.contain('MALFORMED_BODY')
        .and.contain('0.3 seconds');
      expect(ends).to.equal(1);
    });
  }

  it('does not stop one that comes in time', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(1000) });
    expect(await response.json()).to.deep.equal({ length: 1000 });
  });
});
