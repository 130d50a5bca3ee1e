import type { Socket } from 'node:net';
import type { Scene } from './row.ts';
import type { StandAt } from './stand.ts';

/** What is done to whoever asked; the request is whole, and the socket is the behaviour's own from here on. */
export type Behaviour = (socket: Socket, scene: Scene) => void;

/** Where a deployment of raw sockets is hostile. */
export type Place = 'endpoint' | 'metadata' | 'server' | 'token';

const PATHS: Readonly<Record<Place, RegExp>> = {
  endpoint: /^\/mcp/,
  metadata: /oauth-protected-resource/,
  server: /oauth-authorization-server|openid-configuration/,
  token: /^\/token/,
};

/** An endpoint with its authorization server on one origin, honest except where it behaves like this. */
export async function rawDeployment(scene: Scene, place: Place, behave: Behaviour): Promise<StandAt> {
  const at = await scene.stand.raw((socket, port) => {
    onRequest(socket, (path) => {
      if (PATHS[place].test(path)) behave(socket, scene);
      else honest(socket, path, `http://127.0.0.1:${port}`, scene);
    });
  });
  return at;
}

/** The first whole request of a connection: everybody here answers once, and says that it closes. */
export function onRequest(socket: Socket, asked: (path: string, head: string) => void): void {
  let text = '';
  const listen = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = text.slice(0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    socket.off('data', listen);
    // Whoever stops listening stops hearing that the other side has gone.
    socket.resume();
    asked(head.split(' ')[1] ?? '', head);
  };
  socket.on('data', listen);
}

/** What the deployment says where it is honest. */
export function honest(socket: Socket, path: string, origin: string, scene: Scene): void {
  const prm = `${origin}/.well-known/oauth-protected-resource/mcp`;
  if (path.startsWith('/mcp')) {
    socket.end(answer('{}', [`WWW-Authenticate: Bearer resource_metadata="${prm}"`], '401 Unauthorized'));
    return;
  }
  const body = documentAt(path, origin, scene);
  socket.end(body === undefined ? answer('{}', [], '404 Not Found') : answer(JSON.stringify(body)));
}

function documentAt(path: string, origin: string, { secrets }: Scene): object | undefined {
  if (path.includes('oauth-protected-resource'))
    return { resource: `${origin}/mcp`, authorization_servers: [origin] };
  if (path.includes('oauth-authorization-server'))
    return {
      issuer: origin,
      token_endpoint: `${origin}/token`,
      authorization_endpoint: `${origin}/authorize`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    };
  if (path === '/token') return { access_token: secrets.access, token_type: 'Bearer', expires_in: 60 };
  return undefined;
}

/** The bytes of an answer as it should be. */
export function answer(body: string, headers: readonly string[] = [], status = '200 OK'): string {
  return `${head([`Content-Length: ${Buffer.byteLength(body)}`, ...headers], status)}${body}`;
}

/** The bytes of an answer's head: JSON, after which the connection closes. */
export function head(headers: readonly string[] = [], status = '200 OK'): string {
  const lines = ['Content-Type: application/json', 'Connection: close', ...headers];
  return `HTTP/1.1 ${status}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
}
