import { quote } from '../text/quote.ts';
import type { Challenge, Http, Located, ProtectedResourceMetadata, Tried } from '../types.ts';
import { type Candidate, fetchDocument } from './fetch-document.ts';
import { readProtectedResource } from './members.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

export interface ProtectedResource {
  readonly metadata: Located<ProtectedResourceMetadata> | null;
  readonly tried: readonly Tried[];
  readonly notes: readonly string[];
}

/**
 * Protected resource metadata: at the challenge's `resource_metadata`, else at the well-known location with
 * the endpoint's path and query, else at the root one, in that order (RFC 9728 §3.1, §5.1; MCP authorization server
 * discovery). Unlike the official SDKs it goes on when the location in the challenge does not answer.
 */
export async function findProtectedResource(
  http: Http,
  endpoint: string,
  challenge: Challenge | null,
): Promise<ProtectedResource> {
  const notes: string[] = [];
  const tried: Tried[] = [];
  for (const candidate of candidates(endpoint, challenge, notes)) {
    const fetched = await fetchDocument(http, candidate, [...tried]);
    if ('tried' in fetched) {
      tried.push(fetched.tried);
      if (candidate.named) notes.push(hintFailed(fetched.tried));
      continue;
    }
    const { document, dropped } = readProtectedResource(fetched.found.document);
    for (const name of dropped)
      notes.push(`The protected resource metadata has a ${name} of the wrong type; it was left out.`);
    return { metadata: { ...fetched.found, document }, tried, notes };
  }
  return { metadata: null, tried, notes };
}

function candidates(endpoint: string, challenge: Challenge | null, notes: string[]): readonly Candidate[] {
  const { origin, pathname, search } = new URL(endpoint);
  const path = pathname.replace(/\/$/u, '');
  const hinted = hint(origin, challenge, notes);
  const known = [`${origin}${WELL_KNOWN}${path}${search}`, `${origin}${WELL_KNOWN}`].filter(
    (url) => url !== hinted,
  );
  return [
    ...(hinted === undefined ? [] : [{ url: hinted, named: true }]),
    ...[...new Set(known)].map((url) => ({ url, named: false })),
  ];
}

function hint(origin: string, challenge: Challenge | null, notes: string[]): string | undefined {
  const named = challenge?.parameters.resource_metadata;
  if (named === undefined) return undefined;
  if (!URL.canParse(named) || !/^https?:$/u.test(new URL(named).protocol)) {
    notes.push(`The challenge's resource_metadata ${quote(named)} is no absolute http or https URL.`);
    return undefined;
  }
  if (new URL(named).origin !== origin) {
    notes.push(`The challenge's resource_metadata ${quote(named)} is on another origin than the endpoint.`);
  }
  return named;
}

function hintFailed({ url, outcome }: Tried): string {
  return `The challenge names ${quote(url)}, which answered: ${outcome}. The official SDKs look no further.`;
}
