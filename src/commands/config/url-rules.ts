import { UsageError } from '../../errors.ts';
import { quoted } from './text.ts';

/** Where a URL was given, for messages: "TARGET", "--issuer", "mcp-authcheck.yaml:3: targets.a.url". */
export type Where = string;

/**
 * The MCP endpoint, returned byte for byte as given.
 * @throws UsageError `usage.url_*`: not a URL, credentials or a fragment inside, plain http off loopback.
 */
export function endpointUrl(text: string, where: Where): string {
  parseUrl(text, where);
  return text;
}

/** An issuer: https (or loopback), no query, no fragment, no credentials (RFC 8414 §2). */
export function issuerUrl(text: string, where: Where): string {
  const url = parseUrl(text, where);
  if (url.search !== '' || text.includes('?')) {
    throw new UsageError('usage.url_query', `${where}: an issuer has no query (RFC 8414 §2).`, {
      hint: "Give the issuer exactly as the token's iss claim spells it.",
    });
  }
  return text;
}

/** The origin of a URL or of a bare host name: `login.microsoftonline.us`, `https://login.microsoftonline.us/`. */
export function originOf(text: string, where: Where): string {
  const url = parseUrl(/^[a-z0-9.-]+(:\d+)?$/i.test(text) ? `https://${text}` : text, where);
  if (url.pathname !== '/' || url.search !== '') {
    throw new UsageError('usage.origin_with_path', `${where}: expected an origin without a path.`, {
      hint: `Write ${url.origin}; the tenant goes into --tenant or "tenant".`,
    });
  }
  return url.origin;
}

/** RFC 8707 §2: an absolute URI without a fragment. `api://…` is one; returned byte for byte. */
export function resourceUri(text: string, where: Where): string {
  if (!/^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text) || text.includes('#')) {
    throw new UsageError('usage.resource_not_uri', `${where}: expected an absolute URI without a fragment.`, {
      hint: 'For instance https://calculator.example.com/mcp, or api://<client id of the API>.',
    });
  }
  return text;
}

function parseUrl(text: string, where: Where): URL {
  if (text.length > LONGEST) {
    throw new UsageError(
      'usage.url_too_long',
      `${where}: a URL of ${text.length} characters; at most ${LONGEST}.`,
    );
  }
  const url = URL.canParse(text) && !/[\p{Cc}\s]/u.test(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !(url.protocol === 'https:' || url.protocol === 'http:') ||
    !/^https?:\/\//i.test(text)
  ) {
    throw new UsageError('usage.url_not_http', `${where}: expected an http(s) URL, found ${shown(text)}.`, {
      hint: 'Write it with its scheme, for instance https://calculator.example.com/mcp.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('usage.url_credentials', `${where}: the URL carries credentials before "@".`, {
      hint: 'Take them out of the URL. A gateway that needs a header gets it with --header "Name: env:VARIABLE".',
    });
  }
  if (text.includes('#')) {
    throw new UsageError('usage.url_fragment', `${where}: the URL carries a fragment ("#…").`, {
      hint: 'Take the fragment away: it is never sent to a server.',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new UsageError(
      'usage.url_not_https',
      `${where}: http is only for loopback, found ${shown(text)}.`,
      {
        hint: 'Use https: a token sent over plain http can be read on the way.',
      },
    );
  }
  return url;
}

const LONGEST = 8192;

/** What stands before an "@" may be a password, and a query may hold a key: neither is repeated. */
function shown(text: string): string {
  return quoted(text.replace(/^(.*?:\/\/)?[^/]*@/, '$1…@').replace(/\?.*$/s, '?…'));
}

/** `localhost`, 127.0.0.0/8 and ::1 (RFC 8252 §7.3, RFC 6761 §6.3). */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
