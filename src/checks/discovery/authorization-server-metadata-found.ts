import { NetworkError } from '../../errors.ts';
import type { Check, CheckContext } from '../check.ts';
import { describeTried, type Found, foundIn, notDiscovered } from '../discovered.ts';
import { jsonAt } from '../json-at.ts';
import { isNamedByServer } from '../server-metadata.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

interface Lookup extends Found {
  /** A place where clients do not look, and where the metadata is. */
  readonly elsewhere?: { readonly url: string; readonly exchange: number };
}

export const authorizationServerMetadataFound: Check<Lookup> = {
  id: 'discovery/authorization-server-metadata-found',
  title: 'names an authorization server whose metadata clients can find',
  level: 'MUST',
  spec: [...SERVER_DISCOVERY, 'RFC 8414 §3.1', 'OpenID Connect Discovery 1.0 §4.1'],
  passes:
    'One of the well-known locations that are made from the issuer answers with a JSON document: `oauth-authorization-server` and `openid-configuration` before the path of the issuer, then `openid-configuration` after it.',
  fails: 'None of them does: fail, also where the document lies at a place where no client looks.',
  fix: 'Publish the metadata where the issuer says: for https://host/tenant at https://host/.well-known/oauth-authorization-server/tenant or https://host/tenant/.well-known/openid-configuration. Or correct the issuer in `authorization_servers`.',
  per: 'target',
  unmet: (context) =>
    notDiscovered(context) ??
    (context.evidence.discovery?.issuer === null
      ? 'No authorization server is known: the endpoint names none; pin one with --issuer.'
      : undefined),
  observe: async (context) => {
    const found = foundIn(context);
    const elsewhere =
      found.discovery.authorizationServerMetadata === null ? await lookElsewhere(context) : undefined;
    return { ...found, ...(elsewhere === undefined ? {} : { elsewhere }) };
  },
  judge: ({ discovery, elsewhere }) => {
    const { issuer, authorizationServerMetadata: metadata, authorizationServerTried: tried } = discovery;
    const server = issuer ?? 'the authorization server';
    if (metadata !== null)
      return {
        verdict: 'pass',
        message: `Metadata of ${server} was found at ${metadata.url}.`,
        exchanges: [metadata.exchange],
      };
    const hint =
      elsewhere === undefined ? '' : ` It is at ${elsewhere.url}, which is no location that clients try.`;
    return {
      verdict: 'fail',
      message: `No metadata of ${server} was found (${describeTried(tried)}).${hint}`,
      exchanges: elsewhere === undefined ? [] : [elsewhere.exchange],
    };
  },
};

/** The OAuth document appended to the issuer, as OpenID Connect does it: a frequent mistake. */
async function lookElsewhere(context: CheckContext): Promise<Lookup['elsewhere']> {
  const issuer = context.evidence.discovery?.issuer ?? '';
  if (!URL.canParse(issuer)) return undefined;
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  if (path === '') return undefined;
  const url = `${origin}${path}/.well-known/oauth-authorization-server`;
  try {
    const { status, document, exchange } = await jsonAt(context, url, isNamedByServer(context));
    return status === 200 && typeof document?.issuer === 'string' ? { url, exchange } : undefined;
  } catch (error) {
    if (error instanceof NetworkError) return undefined;
    throw error;
  }
}
