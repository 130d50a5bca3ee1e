import { quote } from '../../token/index.ts';
import type { AuthorizationServerMetadata } from '../../types.ts';
import type { Check, CheckContext } from '../check.ts';
import { jsonAt } from '../json-at.ts';
import { isNamedByServer, listed, noMetadata, published } from '../server-metadata.ts';

interface Document {
  readonly url: string;
  readonly document: AuthorizationServerMetadata;
}

interface Documents {
  /** The one that clients read. */
  readonly first: Document;
  /** What else answered with a document that names an issuer. */
  readonly others: readonly Document[];
  readonly asked: readonly string[];
  readonly exchanges: readonly number[];
}

export const serverMetadataAgrees: Check<Documents> = {
  id: 'discovery/server-metadata-agrees',
  title: 'names an authorization server that says the same at every well-known location',
  level: 'SHOULD',
  spec: ['derived from RFC 8414 §5', 'MCP 2026-07-28 authorization, Authorization Server Metadata Discovery'],
  passes:
    'Every further location at which clients look for the metadata is asked: each document there has the same issuer, endpoints, `jwks_uri` and PKCE with S256, or there is none.',
  fails:
    'Two documents differ in one of these: warn, because it then depends on the client which it believes.',
  fix: 'Publish one document at all well-known locations, or let the further locations answer 404. A proxy or an old static copy is the usual cause.',
  per: 'target',
  unmet: (context) =>
    noMetadata(context) ??
    (otherLocations(context).length === 0
      ? 'The provider publishes its metadata at one location only, so there is nothing to compare.'
      : undefined),
  observe: async (context) => {
    const { document, url, exchanges } = published(context);
    const asked = otherLocations(context);
    const others: Document[] = [];
    const seen = [...exchanges];
    for (const location of asked) {
      const answer = await jsonAt(context, location, isNamedByServer(context));
      seen.push(answer.exchange);
      const found = answer.document;
      if (answer.status === 200 && typeof found?.issuer === 'string')
        others.push({ url: location, document: found });
    }
    return { first: { url, document }, others, asked, exchanges: seen };
  },
  judge: ({ first, others, asked, exchanges }) => {
    const differences = others.flatMap((other) =>
      differing(first.document, other.document).map((what) => `${what} at ${other.url}`),
    );
    if (differences.length > 0)
      return {
        verdict: 'warn',
        message: `Clients read ${first.url}, and another well-known location says otherwise: ${differences.join('; ')}.`,
        exchanges,
      };
    const places = others.map(({ url }) => url).join(' and ');
    return {
      verdict: 'pass',
      message:
        others.length === 0
          ? `Only ${first.url} has the metadata: ${asked.join(' and ')} ${asked.length === 1 ? 'has' : 'have'} none.`
          : `${first.url} and ${places} name the same issuer and endpoints.`,
      exchanges,
    };
  },
};

/** The locations for this provider that did not already answer that there is nothing. */
function otherLocations({ evidence: { discovery, profile } }: CheckContext): readonly string[] {
  const { issuer, authorizationServerMetadata: found } = discovery ?? {};
  if (typeof issuer !== 'string' || found == null) return [];
  const silent = found.tried.filter(({ status }) => status !== 200).map(({ url }) => url);
  return profile.metadataUrls(issuer).filter((url) => url !== found.url && !silent.includes(url));
}

/** What both say, and say otherwise: `issuer`, endpoints, keys; and whether S256 is offered. */
function differing(
  first: AuthorizationServerMetadata,
  other: AuthorizationServerMetadata,
): readonly string[] {
  const names = Object.keys(other).filter((name) => /^(?:issuer|jwks_uri|.*_endpoint)$/.test(name));
  const found = names.flatMap((name) => {
    const [one, two] = [first[name], other[name]];
    if (typeof one !== 'string' || typeof two !== 'string' || one === two) return [];
    return `\`${name}\` is ${quote(one)} and ${quote(two)}`;
  });
  const offered = [first, other].map(
    (document) => listed(document, 'code_challenge_methods_supported')?.includes('S256') === true,
  );
  return offered[0] === offered[1]
    ? found
    : [...found, `PKCE with S256 is ${offered[1] ? 'offered only' : 'not offered'}`];
}
