import { type AddressClass, classOfHost, isLoopback } from './addresses.ts';
import { Failure } from './failures.ts';

/** Which classes of address a server may send us to. The more private the target itself, the more. */
export type Reach = readonly AddressClass[];

/** Where a URL the user typed may lead: anywhere. */
export const ANYWHERE: Reach = ['public', 'private', 'special'];

/**
 * Parses a URL once, for the check and for the request, and throws a Failure `ssrf.url` when it may not be
 * requested at all (RFC 9700 §4.9, RFC 8414 §2: https; plain http on loopback only), or
 * `ssrf.private_address` when its literal host lies outside the reach. Names are checked when they resolve.
 * `plain`: plain http may leave this machine, because nothing secret goes along.
 */
export function checkUrl(raw: string, reach: Reach, plain: boolean = false): URL {
  const url = parsed(raw);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(`has the scheme ${clip(url.protocol)}`);
  if (url.username !== '' || url.password !== '') throw refuse('carries a user name or password');
  if (url.href.includes('#')) throw refuse('has a fragment');
  if (
    url.protocol === 'http:' &&
    !plain &&
    !isLoopback(url.hostname) &&
    !(reach === ANYWHERE && isIdentityService(url))
  ) {
    throw refuse(`is plain http to ${clip(url.host)}, which is not this machine`);
  }
  const known = classOfHost(url.hostname);
  if (known !== undefined && !reach.includes(known)) throw privateAddress(url.hostname);
  return url;
}

function parsed(raw: string): URL {
  try {
    return new URL(raw);
  } catch {
    throw refuse('is not an absolute URL');
  }
}

/** Azure's instance metadata service, which speaks plain http on a link-local address of the machine itself. */
export function isIdentityService(url: URL): boolean {
  return url.host === '169.254.169.254' && url.pathname.startsWith('/metadata/identity/');
}

/** The refusal for an address outside the reach. */
export function privateAddress(host: string): Failure {
  return new Failure({
    code: 'ssrf.private_address',
    message: `A server named ${clip(host)}, which is a private, link-local or otherwise internal address; it was not contacted.`,
    hint: 'If that is meant, name the address in the configuration yourself.',
  });
}

function refuse(what: string): Failure {
  return new Failure({
    code: 'ssrf.url',
    message: `A URL ${what}; it was not requested.`,
    hint: 'Use https, or http on localhost, 127.0.0.1 or [::1], without credentials and fragment.',
  });
}

function clip(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
