import type { Challenge, Discovery } from '../types.ts';
import type { Discovered, DiscoverOptions } from './discover.ts';
import { findProtectedResource } from './protected-resource.ts';
import { serverOf } from './server-of.ts';

/**
 * What the endpoint publishes now that it refused a token: its protected resource metadata, and the authorization
 * server's, both fetched anew; the endpoint itself is not asked. Whoever goes on compares `issuer` and
 * `authorizationServers` with what they were, because credentials and tokens are for one issuer only
 * (MCP 2026-07-28 authorization, Authorization Server Discovery).
 * @param options `discovery`: what was known; `challenge`: the refusal's, null when it had none
 */
export async function rediscover(
  options: DiscoverOptions & {
    readonly discovery: Discovery;
    readonly challenge: Challenge | null;
  },
): Promise<Discovered> {
  const { target, http, discovery } = options;
  const challenge = newest(discovery.challenge, options.challenge);
  const resource = await findProtectedResource(http, target.url, challenge);
  const { server, profile } = await serverOf(options, resource, discovery.issuer);
  return { discovery: { answers: discovery.answers, challenge, ...server }, profile };
}

/** The refusal's challenge, and from the first one what it does not repeat: location and scopes still hold. */
function newest(first: Challenge | null, latest: Challenge | null): Challenge | null {
  if (first === null || latest === null) return latest ?? first;
  return { ...latest, parameters: { ...kept(first), ...latest.parameters } };
}

function kept({ parameters: { resource_metadata, scope } }: Challenge): Record<string, string> {
  return {
    ...(resource_metadata === undefined ? {} : { resource_metadata }),
    ...(scope === undefined ? {} : { scope }),
  };
}
