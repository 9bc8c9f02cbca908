import uws from 'uWebSockets.js';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { exitWithParent, tellParentReady } from '../../src/process/node-child.ts';

// A server on Socket.IO, over `ws` or over uWebSockets: `socket-io.ts PORT ws|uws`.
exitWithParent();
const [, , port, over] = process.argv;
const io = new Server({ transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('publish', (text: string) => io.emit('e', text));
});
if (over === 'uws') {
  const app = uws.App();
  io.attachApp(app);
  app.listen('127.0.0.1', Number(port), (listening) => {
    if (!listening) process.exit(1);
    tellParentReady();
  });
} else {
  const server = createServer();
  io.attach(server);
  server.listen(Number(port), '127.0.0.1', tellParentReady);
}
