import { request } from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from './failures.ts';
import { type Destination, proxyName } from './proxy.ts';

/**
 * Asks a proxy for a tunnel to the destination (RFC 9110 §9.3.6) over an open connection to it. Throws a
 * Failure `proxy.auth_required` for 407 and `proxy.refused` for any other refusal.
 */
export function tunnel(connection: Socket, proxy: URL, destination: Destination): Promise<Socket> {
  const authority = `${bracket(destination.hostname)}:${destination.port}`;
  return new Promise((resolve, reject) => {
    const connect = request({
      createConnection: () => connection,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization(proxy) },
    });
    connect.once('connect', (response, _socket, head: Buffer) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        connection.destroy();
        reject(refusal(status, proxy, authority));
        return;
      }
      if (head.length > 0) connection.unshift(head);
      resolve(connection);
    });
    connect.once('error', reject);
    connect.end();
  });
}

function authorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function refusal(status: number, proxy: URL, authority: string): Failure {
  if (status === 407) {
    return new Failure({
      code: 'proxy.auth_required',
      message: `The proxy ${proxyName(proxy)} asks for a user name and password (407).`,
      hint: 'Put them into the proxy URL, in the environment rather than on the command line.',
    });
  }
  return new Failure({
    code: 'proxy.refused',
    message: `The proxy ${proxyName(proxy)} does not open a tunnel to ${authority} (${status}).`,
    hint: 'Check that the proxy may reach this host, or exempt it with NO_PROXY.',
  });
}

function bracket(hostname: string): string {
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}
