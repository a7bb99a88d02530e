// Serves the page at 127.0.0.1:5173, built anew at each visit, and hands every other call to a running Core: node dev.mjs [Core's address]
import { createServer, request } from 'node:http';
import { bundle } from './build.mjs';

const core = new URL(process.argv[2] ?? 'http://127.0.0.1:8080');
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', txt: 'text/plain' };
// Core's own (WebSlice.cs), so that what it forbids shows while it is written.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
let files = new Map();

createServer(async (incoming, outgoing) => {
  const path = new URL(incoming.url, core).pathname;
  const name = path === '/' ? 'index.html' : path.startsWith('/assets/') ? path.slice('/assets/'.length) : null;
  if (name) {
    try {
      if (name === 'index.html') files = await bundle();
    } catch (failure) {
      outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(String(failure));
      return;
    }

    const file = files.get(name);
    outgoing.writeHead(file ? 200 : 404, { 'content-type': `${types[name.split('.').pop()]}; charset=utf-8`, 'content-security-policy': policy }).end(file);
    return;
  }

  const passed = request(new URL(incoming.url, core), { method: incoming.method, headers: { ...incoming.headers, host: core.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.headersSent ? outgoing.end() : outgoing.writeHead(502).end());
  outgoing.on('close', () => passed.destroy());
  incoming.pipe(passed);
}).listen(5173, '127.0.0.1', () => console.log(`http://127.0.0.1:5173, with ${core.origin}`));
