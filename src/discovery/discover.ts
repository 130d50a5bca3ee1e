import type { AuthcheckError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type {
  AuthorizationServerMetadata,
  Discovery,
  Http,
  Probe,
  ProbeAnswer,
  Profile,
  Target,
} from '../types.ts';
import { askWithoutToken, asUnauthenticated } from './ask-without-token.ts';
import { findAuthorizationServer } from './authorization-server.ts';
import { endpointError } from './endpoint-error.ts';
import { findProtectedResource } from './protected-resource.ts';

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
  const { target, http, probe, profileFor } = options;
  const answers = await askWithoutToken(probe, options.eras);
  const challenge = bearerOf(answers);
  const resource = await findProtectedResource(http, target.url, challenge);
  const error = endpointError(answers);
  if (error !== undefined && resource.metadata === null) throw error;

  const named = resource.metadata?.document.authorization_servers ?? [];
  const pinned = target.issuer ?? profileFor(target).issuerOf(target);
  const issuer = pinned ?? named[0] ?? null;
  const server =
    issuer === null || !isWebUrl(issuer)
      ? { metadata: null, tried: [], notes: issuer === null ? [] : [notAnIssuer(issuer)], error: undefined }
      : await findAuthorizationServer(
          http,
          issuer,
          profileFor(target, issuer).metadataUrls(issuer),
          pinned !== undefined,
        );
  const discovery: Discovery = {
    answers: answers.map(asUnauthenticated),
    challenge,
    protectedResourceMetadata: resource.metadata,
    protectedResourceTried: resource.tried,
    issuer,
    authorizationServers: named,
    authorizationServerMetadata: server.metadata,
    authorizationServerTried: server.tried,
    ...(server.error === undefined ? {} : { authorizationServerError: server.error }),
    resource: resource.metadata?.document.resource ?? null,
    notes: [
      ...(error === undefined ? [] : [error.message]),
      ...resource.notes,
      ...choice(issuer, pinned, named),
      ...server.notes,
    ],
  };
  const profile = profileFor(target, issuer ?? undefined, server.metadata?.document);
  return error === undefined ? { discovery, profile } : { discovery, profile, error };
}

function bearerOf(answers: readonly ProbeAnswer[]): Discovery['challenge'] {
  const challenges = answers.flatMap((answer) => answer.challenges);
  return challenges.find((challenge) => challenge.scheme.toLowerCase() === 'bearer') ?? null;
}

/** RFC 8414 §2: an issuer is an https URL; http is for loopback, which is for others to judge. */
function isWebUrl(issuer: string): boolean {
  return URL.canParse(issuer) && /^https?:$/u.test(new URL(issuer).protocol);
}

function notAnIssuer(issuer: string): string {
  return `The issuer ${quote(issuer)} is no http or https URL, so its metadata cannot be looked for.`;
}

/** What is worth saying about which authorization server is used, and why. */
function choice(issuer: string | null, pinned: string | undefined, named: readonly string[]): string[] {
  if (issuer === null) {
    return [
      'The endpoint names no authorization server. Clients of revision 2025-03-26 would take the endpoint itself for one; this tool sends it no credential.',
    ];
  }
  if (pinned === undefined) {
    return named.length > 1
      ? [`The endpoint names ${named.length} authorization servers; the first, ${quote(issuer)}, is used.`]
      : [];
  }
  if (named.length === 0 || named.includes(pinned)) return [];
  const list = named
    .slice(0, 5)
    .map((name) => quote(name))
    .join(', ');
  return [
    `The pinned issuer ${quote(pinned)} is not among the authorization servers that the endpoint names: ${list}.`,
  ];
}
