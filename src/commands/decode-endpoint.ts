import type { Discovery, Http, Profile, Target } from '../types.ts';
import type { DecodeFlags } from './decode.ts';
import type { Io } from './io.ts';
import { prepare, theOne } from './prepare.ts';
import { createRoad } from './road.ts';

/** What an endpoint says of itself, asked without any token. */
export interface AskedEndpoint {
  readonly target: Target;
  readonly discovery: Discovery;
  readonly profile: Profile;
  /** For the keys of the authorization server; nothing but GET requests without credential goes over it. */
  readonly http: Http;
}

/**
 * Asks the endpoint what it wants, hands that on and closes the network. No token is given in, so none can leave.
 * @throws UsageError when the endpoint is none; NetworkError, DiscoveryError when it cannot be asked
 */
export async function withEndpoint<T>(
  io: Io,
  endpoint: string,
  flags: DecodeFlags,
  use: (asked: AskedEndpoint) => Promise<T>,
): Promise<T> {
  const { for: _endpoint, format: _format, ...settings } = flags;
  const { targets, network, person, close } = await prepare(io, { flow: ['none'], ...settings }, [endpoint]);
  try {
    const target = theOne(targets);
    const road = createRoad({
      network,
      person,
      now: io.now,
      bothShapes: false,
      refresh: false,
      signal: io.signal,
    });
    const { http, probe } = road.open(target);
    const { discovery, profile } = await road.discover({ target, http, probe });
    return await use({ target, discovery, profile, http });
  } finally {
    await close();
  }
}
