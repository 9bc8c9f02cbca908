import { WebSocketServer } from 'ws';
import { exitWithParent, tellParentReady } from '../../src/process/node-child.ts';

// A server on `ws` as its documentation says: what one socket sends goes to each in turn.
exitWithParent();
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data, binary) => {
    for (const client of server.clients) client.send(data, { binary });
  });
});
server.on('listening', tellParentReady);
