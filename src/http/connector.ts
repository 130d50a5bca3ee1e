import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { isLoopback, unbracket } from './addresses.ts';
import { ConnectDeadline } from './connect-deadline.ts';
import { type DialOptions, dial, type Lookup } from './dial.ts';
import { diagnose, Failure, type Situation } from './failures.ts';
import { type Destination, type ProxySettings, proxyFor, proxyName } from './proxy.ts';
import { lazyTrust, type SecureOptions, secure, type TlsVersions } from './secure.ts';
import { tunnel } from './tunnel.ts';
import { ANYWHERE, type Reach } from './url-policy.ts';

export interface ConnectorOptions extends ProxySettings {
  readonly lookup: Lookup;
  /** PEM certificates added to the roots. */
  readonly ca: readonly string[];
  /** `host[:port]` of a URL → origin that is really contacted; TLS still verifies the URL's name. */
  readonly hostMap: Readonly<Record<string, string>>;
  readonly connectMs: number;
}

export interface Connector {
  /** undici's `connect` for the connections of one reach. */
  within(reach: Reach, tls?: TlsVersions): buildConnector.connector;
  /** How far the newest connection attempt to an origin has come. */
  stageOf(origin: string): 'tcp' | 'tls';
  /** Destroys every socket ever opened. */
  destroy(): void;
}

/** Opens connections: name, address policy, TCP, proxy tunnel, TLS, under one deadline of `connectMs`. */
export function createConnector(options: ConnectorOptions): Connector {
  const sockets = new Set<Socket>();
  const stages = new Map<string, Situation['stage']>();
  const trust = lazyTrust(options.ca);
  const outdated = lazyTrust(options.ca, 'outdated');

  const watch = (socket: Socket): void => {
    sockets.add(socket);
    // Whoever uses the socket listens for errors; between two users nobody does.
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };

  return {
    within: (reach, tls) => (target, callback) => {
      const opened: Socket[] = [];
      const watchAttempt = (socket: Socket): void => {
        opened.push(socket);
        watch(socket);
      };
      const attempt: Attempt = {
        options,
        reach,
        trust,
        trustDestination: tls === 'outdated' ? outdated : trust,
        stage: 'dns',
        opened,
        watch: watchAttempt,
        stages,
      };
      void hand(open(target, attempt), callback);
    },
    stageOf: (origin) => (stages.get(origin) === 'tls' ? 'tls' : 'tcp'),
    destroy: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function hand(opening: Promise<Socket>, callback: buildConnector.Callback): Promise<void> {
  let socket: Socket;
  try {
    socket = await opening;
  } catch (error) {
    callback(error instanceof Error ? error : new Error(String(error)), null);
    return;
  }
  callback(null, socket);
}

interface Attempt {
  readonly options: ConnectorOptions;
  readonly reach: Reach;
  /** Of the connection to an https proxy. */
  readonly trust: SecureOptions['trust'];
  readonly trustDestination: SecureOptions['trust'];
  readonly watch: (socket: Socket) => void;
  readonly stages: Map<string, Situation['stage']>;
  /** Destroyed together when the attempt fails. */
  readonly opened: readonly Socket[];
  stage: Situation['stage'];
  proxy?: string;
}

async function open(target: buildConnector.Options, attempt: Attempt): Promise<Socket> {
  const origin = `${target.protocol}//${target.host ?? target.hostname}`;
  const deadline = new ConnectDeadline(attempt, situation(target, attempt).host);
  try {
    return await deadline.race(establish(target, origin, attempt));
  } catch (error) {
    for (const socket of attempt.opened) socket.destroy();
    throw new Failure(diagnose(error, situation(target, attempt)), error);
  } finally {
    deadline.clear();
    attempt.stages.delete(origin);
  }
}

async function establish(target: buildConnector.Options, origin: string, attempt: Attempt): Promise<Socket> {
  const { destination, mapped } = destinationOf(target, attempt.options.hostMap);
  const proxy = proxyFor(destination, attempt.options);
  const step = (stage: Situation['stage']): void => {
    attempt.stage = stage;
    attempt.stages.set(origin, stage);
  };
  const dialOptions: DialOptions = {
    lookup: attempt.options.lookup,
    reach: mapped || proxy !== undefined ? ANYWHERE : attempt.reach,
    watch: attempt.watch,
    resolved: () => step('tcp'),
  };

  step('dns');
  let socket: Socket;
  if (proxy === undefined) {
    socket = await dial(destination.hostname, destination.port, dialOptions);
  } else {
    attempt.proxy = proxyName(proxy);
    const port = Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80);
    const host = unbracket(proxy.hostname);
    const connection = await dial(host, port, dialOptions);
    if (proxy.protocol === 'https:') step('tls');
    const carrier = proxy.protocol === 'https:' ? await secure(connection, host, attempt) : connection;
    socket = await tunnel(carrier, proxy, destination);
    delete attempt.proxy;
  }
  if (!destination.secure) return socket;
  step('tls');
  return secure(socket, unbracket(target.hostname), { ...attempt, trust: attempt.trustDestination });
}

function destinationOf(
  target: buildConnector.Options,
  hostMap: Readonly<Record<string, string>>,
): { readonly destination: Destination; readonly mapped: boolean } {
  const isSecure = target.protocol === 'https:';
  const port = Number(target.port) || (isSecure ? 443 : 80);
  const hostname = unbracket(target.hostname);
  const instead = hostMap[`${target.hostname}:${port}`] ?? hostMap[target.hostname];
  if (instead === undefined) return { destination: { hostname, port, secure: isSecure }, mapped: false };
  const url = new URL(instead);
  const secureInstead = url.protocol === 'https:';
  if (!secureInstead && !isLoopback(url.hostname)) {
    throw new Failure({
      code: 'ssrf.url',
      message: `The host map sends ${target.hostname} to plain http on another machine; it was not contacted.`,
    });
  }
  return {
    destination: {
      hostname: unbracket(url.hostname),
      port: Number(url.port) || (secureInstead ? 443 : 80),
      secure: secureInstead,
    },
    mapped: true,
  };
}

function situation(target: buildConnector.Options, attempt: Attempt): Situation {
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
  const host = `${target.hostname}:${port}`;
  return {
    host,
    stage: attempt.stage,
    ...(attempt.proxy === undefined ? {} : { proxy: attempt.proxy }),
  };
}
