import { isLoopback } from './addresses.ts';
import { Failure } from './failures.ts';

/** Where a connection is to end, whoever carries it. */
export interface Destination {
  /** Host name or address, without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
}

export interface ProxySettings {
  /** `--proxy`: holds for every destination. */
  readonly proxy?: string;
  /** HTTPS_PROXY, HTTP_PROXY, NO_PROXY and their lower-case spellings, which win. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * The proxy for a destination, or undefined for a direct connection. The environment never sends loopback
 * through a proxy; https without HTTPS_PROXY goes through HTTP_PROXY, as undici's EnvHttpProxyAgent has it.
 */
export function proxyFor(destination: Destination, settings: ProxySettings): URL | undefined {
  if (settings.proxy !== undefined) return parse(settings.proxy);
  if (isLoopback(destination.hostname)) return undefined;
  const environment = settings.environment ?? {};
  const plain = environment.http_proxy ?? environment.HTTP_PROXY;
  const secure = environment.https_proxy ?? environment.HTTPS_PROXY ?? plain;
  const chosen = destination.secure ? secure : plain;
  if (chosen === undefined || chosen === '') return undefined;
  const exempt = environment.no_proxy ?? environment.NO_PROXY ?? '';
  return isExempt(destination, exempt) ? undefined : parse(chosen);
}

/** Host and port of a proxy for messages, without its credentials. */
export function proxyName(proxy: URL): string {
  return `${proxy.protocol}//${proxy.host}`;
}

/** `*`, `host`, `.suffix`, `*.suffix`, each with an optional `:port`; a host stands for its subdomains too. */
function isExempt({ hostname, port }: Destination, list: string): boolean {
  const host = hostname.toLowerCase();
  return list.split(/[,\s]+/).some((entry) => {
    if (entry === '*') return true;
    const [, named, only, whole] = ENTRY.exec(entry) ?? [];
    const name = named ?? whole ?? '';
    if (name === '' || (only !== undefined && Number(only) !== port)) return false;
    const bare = name
      .toLowerCase()
      .replace(/^\*?\./, '')
      .replace(/^\[|\]$/g, '');
    return host === bare || host.endsWith(`.${bare}`);
  });
}

/** A bracketed IPv6 address or a name, with a port; else the whole entry, for instance a bare IPv6 address. */
const ENTRY = /^(\[[^\]]*\]|[^:]+)(?::(\d+))?$|^(.*)$/;

function parse(value: string): URL {
  const text = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy === undefined || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
    throw new Failure({
      code: 'proxy.unsupported',
      message: 'The proxy setting is not an http:// or https:// URL.',
      hint: 'Set --proxy or HTTPS_PROXY to http://HOST:PORT.',
    });
  }
  return proxy;
}
