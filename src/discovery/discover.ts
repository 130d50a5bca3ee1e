import type { AuthcheckError } from '../errors.ts';
import { tokenChallenge } from '../text/challenges.ts';
import type { AuthorizationServerMetadata, Discovery, Http, Probe, Profile, Target } from '../types.ts';
import { askWithoutToken, asUnauthenticated } from './ask-without-token.ts';
import { endpointError } from './endpoint-error.ts';
import { findProtectedResource } from './protected-resource.ts';
import { serverOf } from './server-of.ts';

export interface DiscoverOptions {
  readonly target: Target;
  readonly http: Http;
  readonly probe: Probe;
  /** The provider, from the target's settings, then from the issuer, then from what it publishes. */
  readonly profileFor: (target: Target, issuer?: string, metadata?: AuthorizationServerMetadata) => Profile;
  /** `both`: the endpoint is asked in both eras' shapes, whatever it answers to the first. */
  readonly eras: 'one' | 'both';
}

export interface Discovered {
  readonly discovery: Discovery;
  readonly profile: Profile;
  /** What is wrong with the endpoint although there is metadata to go on with. */
  readonly error?: AuthcheckError;
}

/**
 * What the endpoint says of itself without a token, and what its authorization server publishes. A pinned
 * issuer (the target's, or the one that its provider settings mean) goes before what the endpoint names.
 * @throws NetworkError when the endpoint cannot be reached; DiscoveryError `endpoint.*`, `unavailable.*` or
 * `rate_limited.*` when it is no MCP endpoint and publishes nothing either
 */
export async function discover(options: DiscoverOptions): Promise<Discovered> {
  const { target, http, probe } = options;
  const answers = await askWithoutToken(probe, options.eras, target.protocol);
  const challenge = tokenChallenge(answers.flatMap((answer) => answer.challenges));
  const resource = await findProtectedResource(http, target.url, challenge);
  const error = endpointError(answers);
  if (error !== undefined && resource.metadata === null) throw error;
  const { server, profile } = await serverOf(options, resource);
  const discovery: Discovery = {
    answers: answers.map(asUnauthenticated),
    challenge,
    ...server,
    notes: [...(error === undefined ? [] : [error.message]), ...server.notes],
  };
  return error === undefined ? { discovery, profile } : { discovery, profile, error };
}
