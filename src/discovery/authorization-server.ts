import type { ErrorObject } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { AuthorizationServerMetadata, HeaderList, Http, Located, Tried } from '../types.ts';
import { fetchDocument } from './fetch-document.ts';
import { readAuthorizationServer } from './members.ts';

export interface AuthorizationServer {
  readonly metadata: Located<AuthorizationServerMetadata> | null;
  readonly tried: readonly Tried[];
  readonly notes: readonly string[];
  /** Where no location had a document: the exchange of the last one that answered. */
  readonly exchange?: number;
  /** The first reason why nobody could be asked, when no location answered. */
  readonly error?: ErrorObject;
}

/**
 * Authorization server metadata from the first location whose document names exactly this issuer (RFC 8414
 * §3.3, OpenID Connect Discovery §4.3: compared byte for byte). When none does, the first document comes
 * with a note, for checks to judge and for templates such as Entra's `organizations`; whoever sends a
 * credential must compare the issuer again.
 */
export async function findAuthorizationServer(
  http: Http,
  issuer: string,
  urls: readonly string[],
  pinned: boolean,
  headers: HeaderList = [],
): Promise<AuthorizationServer> {
  const tried: Tried[] = [];
  let unreachable: ErrorObject | undefined;
  let exchange: number | undefined;
  let other: (Located<AuthorizationServerMetadata> & { readonly dropped: readonly string[] }) | undefined;
  for (const url of urls) {
    const fetched = await fetchDocument(http, { url, named: !pinned, headers }, [...tried]);
    if ('tried' in fetched) {
      tried.push(fetched.tried);
      exchange = fetched.exchange ?? exchange;
      unreachable ??= fetched.error?.toJSON();
      continue;
    }
    const { document, dropped } = readAuthorizationServer(fetched.found.document);
    const located = { ...fetched.found, document };
    if (document.issuer === issuer) return { metadata: located, tried, notes: dropped.map(wrongType) };
    other ??= { ...located, dropped };
    tried.push({ url, status: 200, outcome: `its issuer is ${shown(document.issuer)}` });
  }
  if (other === undefined) {
    const silent = tried.every(({ status }) => status === null);
    return {
      metadata: null,
      tried,
      notes: [],
      ...(exchange === undefined ? {} : { exchange }),
      ...(silent && unreachable !== undefined ? { error: unreachable } : {}),
    };
  }
  const { dropped, ...metadata } = other;
  return { metadata, tried, notes: [mismatch(issuer, metadata), ...dropped.map(wrongType)] };
}

function mismatch(issuer: string, { url, document }: Located<AuthorizationServerMetadata>): string {
  return `The metadata at ${quote(url)} has the issuer ${shown(document.issuer)}, not ${quote(issuer)}: clients must not use it (RFC 8414 §3.3).`;
}

function wrongType(name: string): string {
  return `The authorization server metadata has a ${name} of the wrong type; it was left out.`;
}

function shown(issuer: string | undefined): string {
  return issuer === undefined ? 'missing' : quote(issuer);
}
