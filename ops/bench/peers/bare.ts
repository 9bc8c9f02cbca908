import uws from 'uWebSockets.js';
import { exitWithParent, tellParentReady } from '../../src/process/node-child.ts';

// The limit of what a gateway on uWebSockets can reach: every socket is in one topic, and what one sends is published to
// all as it is.
exitWithParent();
const app = uws.App();
app.ws('/*', {
  compression: uws.DISABLED,
  maxBackpressure: 64 * 1024 * 1024,
  idleTimeout: 0,
  open: (socket) => {
    socket.subscribe('all');
  },
  message: (_socket, message) => {
    app.publish('all', message, true);
  },
});
app.listen('127.0.0.1', Number(process.argv[2]), (listening) => {
  if (!listening) process.exit(1);
  tellParentReady();
});
