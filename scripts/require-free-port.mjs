// node require-free-port.mjs PORT: exits 1 with a message if another program listens there, on either loopback address.
import { createServer } from 'node:net';

const port = Number(process.argv[2]);
const tryListening = host => new Promise(done => {
  const server = createServer().once('error', failure => done(failure.code));
  server.listen({ port, host, exclusive: true }, () => server.close(() => done()));
});

const failure = (await tryListening('127.0.0.1')) ?? (await tryListening('::1'));
const noSuchAddress = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];
if (failure && !noSuchAddress.includes(failure)) {
  const why = failure === 'EACCES' ? 'may not be used by this user' : 'is taken by another program';
  console.error(`./run: port ${port} ${why}. Name another with --port.`);
  process.exitCode = 1;
}
