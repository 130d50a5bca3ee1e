import type { Agent } from 'undici';
import type { Vault } from '../secret.ts';
import type { Exchange, Http } from '../types.ts';
import { createConnector } from './connector.ts';
import { type Lookup, lookupAll } from './dial.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { TlsVersions } from './secure.ts';
import { type HttpTarget, openHttp } from './target-http.ts';
import type { TraceContext } from './trace-context.ts';
import type { Reach } from './url-policy.ts';

export interface NetworkOptions {
  readonly vault: Vault;
  /** PEM certificates, added to the roots. */
  readonly ca?: readonly string[];
  /** `--proxy`: holds for every host, loopback included. */
  readonly proxy?: string;
  /** HTTPS_PROXY, HTTP_PROXY, NO_PROXY and their lower-case spellings are read from it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `host[:port]` → origin really contacted, for a stand-in; TLS still verifies the original name. */
  readonly hostMap?: Readonly<Record<string, string>>;
  /** Record headers and bodies, redacted and clipped. */
  readonly trace?: boolean;
  /** Asked when a target is opened: the trace that its endpoint is told. Absent or undefined: none. */
  readonly traceContext?: () => TraceContext | undefined;
  /** Told every exchange when it is over. */
  readonly onExchange?: (exchange: Exchange, target: string) => void;
  /** Departures from {@link LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** Resolves names; default: the system. */
  readonly lookup?: Lookup;
  /** When it aborts, whatever is on the road fails at once with NetworkError `run.aborted`. */
  readonly signal?: AbortSignal;
}

/** Shared by all targets of a run: connections are pooled per origin, recordings are not. */
export interface Network {
  open(target: HttpTarget): Http;
  /** Destroys every socket; whatever was on the road fails. */
  close(): Promise<void>;
}

/** undici is loaded with the first request, so that `--help` does not pay for it. */
export function createNetwork(options: NetworkOptions): Network {
  const { vault, proxy, environment = {}, lookup = lookupAll } = options;
  const limits: Limits = { ...LIMITS, ...options.limits };
  keepProxyPasswords(vault, [proxy, ...PROXY_VARIABLES.map((name) => environment[name])]);
  const connector = createConnector({
    lookup,
    ca: options.ca ?? [],
    hostMap: options.hostMap ?? {},
    connectMs: limits.connectMs,
    environment,
    ...(proxy === undefined ? {} : { proxy }),
  });
  const agents = new Map<string, Promise<Agent>>();

  // Connections of one reach or one TLS are never reused for another: they were checked differently.
  const dispatcherFor = (reach: Reach, tls?: TlsVersions): Promise<Agent> => {
    const key = [...reach, tls].join();
    const agent = agents.get(key) ?? createAgent(connector.within(reach, tls), limits);
    agents.set(key, agent);
    return agent;
  };

  const destroy = async (): Promise<void> => {
    const opened = await Promise.all(agents.values());
    connector.destroy();
    await Promise.all(opened.map((agent) => agent.destroy()));
  };
  const interrupt = (): void => void destroy();
  options.signal?.addEventListener('abort', interrupt, { once: true });

  return {
    open: (target) =>
      openHttp(target, {
        isInterrupted: () => options.signal?.aborted === true,
        vault,
        limits,
        lookup,
        trace: options.trace ?? false,
        traceContext: options.traceContext?.(),
        onExchange: options.onExchange,
        dispatcherFor,
        stageOf: (origin) => connector.stageOf(origin),
      }),
    close: async () => {
      options.signal?.removeEventListener('abort', interrupt);
      await destroy();
    },
  };
}

async function createAgent(
  connect: ReturnType<ReturnType<typeof createConnector>['within']>,
  limits: Limits,
): Promise<Agent> {
  const { default: UndiciAgent } = await import('undici/lib/dispatcher/agent.js');
  return new UndiciAgent({
    connect,
    connections: limits.socketsPerOrigin,
    pipelining: 1,
    maxHeaderSize: limits.headerBytes,
    // The deadlines are ours: undici's restart with every packet.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];

function keepProxyPasswords(vault: Vault, proxies: readonly (string | undefined)[]): void {
  for (const proxy of proxies) {
    const text = proxy === undefined || proxy.includes('://') ? proxy : `http://${proxy}`;
    if (text === undefined || !URL.canParse(text)) continue;
    const { password } = new URL(text);
    if (password === '') continue;
    vault.keep(password);
    vault.keep(decodeURIComponent(password));
  }
}
