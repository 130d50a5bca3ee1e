import { quote } from '../text/quote.ts';
import type { Discovery, Profile } from '../types.ts';
import { type AuthorizationServer, findAuthorizationServer } from './authorization-server.ts';
import { choice } from './choice.ts';
import type { DiscoverOptions } from './discover.ts';
import { FALLBACK_REVISION, originAsServer } from './legacy-fallback.ts';
import type { ProtectedResource } from './protected-resource.ts';

/** What discovery says besides the endpoint's own answers. */
export type Server = Omit<Discovery, 'answers' | 'challenge'>;

type Options = Pick<DiscoverOptions, 'target' | 'http' | 'profileFor'>;

/**
 * The authorization server of an endpoint that published this, with its metadata: the pinned one, else the one
 * that is `inUse` when the endpoint still names it, else the first that it names. Without any metadata and any pin
 * revision 2025-03-26 takes the endpoint's own origin.
 */
export async function serverOf(
  options: Options,
  resource: ProtectedResource,
  inUse: string | null = null,
): Promise<{ readonly server: Server; readonly profile: Profile }> {
  const { target, http, profileFor } = options;
  const named = resource.metadata?.document.authorization_servers ?? [];
  const pinned = target.issuer ?? profileFor(target).issuerOf(target);
  const kept = inUse !== null && named.includes(inUse) ? inUse : undefined;
  const isFallback =
    target.protocol === FALLBACK_REVISION && resource.metadata === null && pinned === undefined;
  const { found, issuer } = isFallback
    ? { found: await originAsServer(http, target.url), issuer: new URL(target.url).origin }
    : await namedServer(options, pinned ?? kept ?? named[0] ?? null, pinned !== undefined);
  const server: Server = {
    protectedResourceMetadata: resource.metadata,
    protectedResourceTried: resource.tried,
    issuer: isFallback && found.metadata === null ? null : issuer,
    ...(found.fallback === undefined ? {} : { legacyFallback: found.fallback }),
    authorizationServers: named,
    authorizationServerMetadata: found.metadata,
    authorizationServerTried: found.tried,
    ...(found.error === undefined ? {} : { authorizationServerError: found.error }),
    resource: resource.metadata?.document.resource ?? null,
    notes: [
      ...resource.notes,
      ...(isFallback ? [] : choice({ issuer, pinned, kept, named, protocol: target.protocol })),
      ...found.notes,
    ],
  };
  return { server, profile: profileFor(target, server.issuer ?? undefined, found.metadata?.document) };
}

type Found = AuthorizationServer & { readonly fallback?: NonNullable<Discovery['legacyFallback']> };

async function namedServer(
  { target, http, profileFor }: Options,
  issuer: string | null,
  isPinned: boolean,
): Promise<{ readonly found: Found; readonly issuer: string | null }> {
  if (issuer === null) return { issuer, found: { metadata: null, tried: [], notes: [] } };
  if (!isWebUrl(issuer))
    return { issuer, found: { metadata: null, tried: [], notes: [notAnIssuer(issuer)] } };
  const urls = profileFor(target, issuer).metadataUrls(issuer);
  return { issuer, found: await findAuthorizationServer(http, issuer, urls, isPinned) };
}

/** RFC 8414 §2: an issuer is an https URL; http is for loopback, which is for others to judge. */
function isWebUrl(issuer: string): boolean {
  return URL.canParse(issuer) && /^https?:$/u.test(new URL(issuer).protocol);
}

function notAnIssuer(issuer: string): string {
  return `The issuer ${quote(issuer)} is no http or https URL, so its metadata cannot be looked for.`;
}
