import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from 'jose';

/** Stands before a server that knows bearer tokens only, and sees to it that bound ones come with their proof. */
export interface DpopGate {
  readonly origin: string;
  /** Where requests go on to. */
  serve(upstream: string): void;
  readonly close: () => Promise<void>;
}

/** `lenient`: a bound token is taken as a bearer token, too (RFC 9449 §7.2 forbids it). */
export async function startDpopGate(lenient: boolean): Promise<DpopGate> {
  let upstream = '';
  const server = createServer((incoming, response) => {
    void admit(incoming, lenient).then((authorization) => {
      if (authorization === false) refuse(response);
      else pass(incoming, response, upstream, authorization);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (url) => {
      upstream = url;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The `Authorization` to go on with, or false for a bound token without its proof. */
async function admit(incoming: IncomingMessage, lenient: boolean): Promise<string | undefined | false> {
  const [sent, ...more] = incoming.headersDistinct.authorization ?? [];
  if (more.length > 0) return false;
  const [scheme = '', token = ''] = (sent ?? '').split(' ');
  const key = keyOf(token);
  if (key === undefined) return sent;
  if (scheme === 'Bearer') return lenient ? sent : false;
  return (await proves(incoming, token, key)) ? `Bearer ${token}` : false;
}

function keyOf(token: string): unknown {
  try {
    return (decodeJwt(token).cnf as { jkt?: unknown } | undefined)?.jkt;
  } catch {
    return undefined;
  }
}

/** RFC 9449 §4.3. */
async function proves({ headers, method, url }: IncomingMessage, token: string, key: unknown) {
  try {
    const proof = String(headers.dpop);
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' });
    const isFor = payload.htm === method && payload.htu === `http://${headers.host}${url}`;
    const ath = createHash('sha256').update(token, 'ascii').digest('base64url');
    if (protectedHeader.jwk === undefined || !isFor || payload.ath !== ath) return false;
    return (await calculateJwkThumbprint(protectedHeader.jwk)) === key;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse): void {
  response
    .writeHead(401, { 'www-authenticate': 'DPoP error="invalid_token", algs="ES256"' })
    .end('{"error":"invalid_token"}');
}

function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  upstream: string,
  authorization: string | undefined,
): void {
  const { authorization: _sent, dpop: _proof, ...headers } = incoming.headers;
  const onward = request(
    // Put together as texts, because a path such as //mcp is no reference to a host.
    new URL(`${upstream}${incoming.url ?? '/'}`),
    { method: incoming.method, headers: { ...headers, ...(authorization && { authorization }) } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
