import type { HeaderList } from '../../types.ts';
import { headerValue } from './looks.ts';

/** Directives of `Cache-Control` (RFC 9111 §5.2): lower case, with their argument without quotes. */
export type Directives = ReadonlyMap<string, string>;

/** undefined: there is no such header. */
export function directivesOf(answer: { readonly headers: HeaderList }): Directives | undefined {
  const value = headerValue(answer, 'cache-control');
  if (value === undefined) return undefined;
  return new Map(
    [...value.matchAll(/([^\s,="]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,"]*)))?/g)].map(
      ([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? ''],
    ),
  );
}

/**
 * What lets a cache that many share keep an answer to a request with a token, and give it to somebody else
 * (RFC 9111 §3.5); undefined: nothing does.
 */
export function sharedWithToken(directives: Directives): string | undefined {
  if (isKeptOut(directives)) return undefined;
  if (directives.has('public')) return 'public';
  if (seconds(directives, 's-maxage') > 0) return 's-maxage';
  return directives.has('must-revalidate') && seconds(directives, 'max-age') > 0
    ? 'must-revalidate with max-age'
    : undefined;
}

/** The same for a request without one, which any lifetime is enough for (RFC 9111 §3). */
export function sharedWithoutToken(directives: Directives): string | undefined {
  const open = sharedWithToken(directives);
  if (open !== undefined || isKeptOut(directives)) return open;
  return seconds(directives, 'max-age') > 0 ? 'max-age' : undefined;
}

/** `no-cache` lets it be kept, but the server is asked before it is used. */
function isKeptOut(directives: Directives): boolean {
  return ['no-store', 'private', 'no-cache'].some((name) => directives.has(name));
}

function seconds(directives: Directives, name: string): number {
  const value = Number(directives.get(name) ?? '0');
  return Number.isFinite(value) ? value : 0;
}
