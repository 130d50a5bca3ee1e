import { isSecure } from '../flows/endpoint-policy.ts';
import { escapeRemote } from '../reporters/escape.ts';
import type { Io } from './io.ts';

/**
 * Tells a person of a page that the server wants visited, on stderr. It is never opened. The address is shown
 * whole, so that it can be: unless it is no web address, or holds something that this run keeps secret.
 */
export function tellPage(io: Io, url: string, message: string): void {
  const said = escapeRemote(message, 300);
  io.err(`The server wants a person to visit a page${said === '' ? '' : `: ${said}`}\n`);
  const address = webAddress(url);
  if (address === undefined) {
    io.err(`Leave it: this is no https address. ${escapeRemote(io.vault.redact(url), 200)}\n`);
  } else if (holdsSecret(address, io)) {
    io.err(`Leave it: the address holds a secret of this run. ${escapeRemote(io.vault.redact(url), 200)}\n`);
  } else {
    io.err('It was not opened, because the server chose it. If you trust the server, open it yourself:\n');
    io.showUrl(address.href);
  }
}

function webAddress(url: string): URL | undefined {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  return address !== undefined && isSecure(address) ? address : undefined;
}

// Value by value: what a parameter is called (`state`) makes nobody's secret of it.
function holdsSecret({ origin, pathname, hash, searchParams, username, password }: URL, io: Io): boolean {
  const parts = [
    origin,
    pathname,
    hash,
    username,
    password,
    ...searchParams.keys(),
    ...searchParams.values(),
  ];
  return parts.some((part) => io.vault.redact(part) !== part);
}
