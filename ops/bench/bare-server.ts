import uws from 'uWebSockets.js';
import { tellParentReady } from '../src/process/node-child.ts';

// The reference of the gateway's benchmarks: uWebSockets and nothing else. Every socket subscribes to one topic; a text
// message `publish N` publishes N bytes of the shape that Cozy sends to all of them.
process.once('disconnect', () => process.exit(0));
const app = uws.App();
app.ws('/gateway', {
  compression: uws.DISABLED,
  maxBackpressure: 4 * 1024 * 1024,
  idleTimeout: 0,
  open: (socket) => {
    socket.subscribe('all');
    socket.send('open');
  },
  message: (socket, message) => {
    const [, bytes] = Buffer.from(message).toString().split(' ');
    app.publish('all', new Uint8Array(Number(bytes)), true);
    socket.send('done');
  },
});
app.listen('127.0.0.1', Number(process.argv[2]), (listening) => {
  if (!listening) process.exit(1);
  tellParentReady();
});
