import { lookup as systemLookup } from 'node:dns/promises';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { classify } from './addresses.ts';
import { privateAddress, type Reach } from './url-policy.ts';

/** Resolves a name to all its addresses. */
export type Lookup = (
  hostname: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export interface DialOptions {
  readonly lookup: Lookup;
  /** Classes of address that may be connected to; the address checked is the address used. */
  readonly reach: Reach;
  /** Told the socket as soon as it exists, so that a deadline can destroy it. */
  readonly watch: (socket: Socket) => void;
  /** Called when the name is resolved. */
  readonly resolved?: () => void;
}

/** Opens a TCP connection. A name with any address outside the reach is refused (DNS rebinding). */
export function dial(hostname: string, port: number, options: DialOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (isIP(hostname) !== 0 && !options.reach.includes(classify(hostname))) throw privateAddress(hostname);
    const socket = connect({
      host: hostname,
      port,
      lookup: guardedLookup(options),
      autoSelectFamily: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
    });
    options.watch(socket);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

export const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true, verbatim: true });

function guardedLookup(options: DialOptions): LookupFunction {
  return (hostname, { all }, callback) => void answer(hostname, options, all === true, callback);
}

async function answer(
  hostname: string,
  { lookup, reach, resolved }: DialOptions,
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): Promise<void> {
  let addresses: Awaited<ReturnType<Lookup>> = [];
  let failure: Error | undefined;
  try {
    addresses = await lookup(hostname);
  } catch (error) {
    failure = error instanceof Error ? error : undefined;
  }
  const [first] = addresses;
  resolved?.();
  if (first === undefined) callback(failure ?? notFound(), '', 0);
  else if (addresses.some(({ address }) => !reach.includes(classify(address)))) {
    callback(privateAddress(hostname), '', 0);
  } else if (all) callback(null, [...addresses]);
  else callback(null, first.address, first.family);
}

function notFound(): NodeJS.ErrnoException {
  return Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' });
}
