// Endpoints that are broken in ten ways, as a program of its own: prints their URLs as one line of JSON when it
// listens, and ends with its standard input. The world's settings come in the environment.
import { createServer } from 'node:http';

const { ISSUER } = process.env;

const servers = {
  'refuses every token': (request, response) => challenge(request, response),
  'answers 500': (_request, response) => response.writeHead(500).end('Internal Server Error'),
  'never answers': () => undefined,
  redirects: (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end(),
  'answers with HTML': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>'),
  // Not without end: the platform's fetch would read on for ever, deaf to its own time-out.
  'answers too much': (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(8 * 1024 * 1024)),
  'has no metadata': (request, response) =>
    request.url.includes('well-known')
      ? response.writeHead(404).end()
      : response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
  'breaks off': (request) => request.socket.destroy(),
};

const urls = {};
const listening = Object.entries(servers).map(async ([name, answer]) => {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  urls[name] = `http://127.0.0.1:${server.address().port}/mcp`;
});
await Promise.all(listening);

const closed = createServer();
await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve));
urls['refuses connections'] = `http://127.0.0.1:${closed.address().port}/mcp`;
await new Promise((resolve) => closed.close(resolve));

process.stdout.write(`${JSON.stringify(urls)}\n`);
process.stdin.resume().once('end', () => process.exit());

function challenge(request, response) {
  const origin = `http://${request.headers.host}`;
  if (request.url.includes('well-known/oauth-protected-resource')) {
    const document = { resource: `${origin}/mcp`, authorization_servers: [ISSUER] };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  }
  const metadata = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
  const error = request.headers.authorization === undefined ? '' : ', error="invalid_token"';
  return response.writeHead(401, { 'www-authenticate': `Bearer ${metadata}${error}` }).end();
}
