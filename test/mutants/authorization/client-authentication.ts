import { decodeJwt } from 'jose';
import { type HttpRequest, header } from '../http.ts';
import type { ServerParts } from './parts.ts';
import type { AuthenticationMethod, Client, ServerContext } from './state.ts';

interface Claimed {
  readonly id: string;
  readonly method: AuthenticationMethod;
  readonly secret: string;
}

/** The client that a request proves to be from; undefined is invalid_client. */
export async function authenticateClient(
  request: HttpRequest,
  form: URLSearchParams,
  parts: ServerParts,
  context: ServerContext,
): Promise<Client | undefined> {
  const claimed = claimOf(request, form);
  const client = claimed && (await resolveClient(claimed.id, parts));
  if (claimed === undefined || client === undefined) return undefined;
  if (!parts.allowsMethod(client, claimed.method)) return undefined;
  if (claimed.method === 'none') return client;
  if (claimed.method !== 'private_key_jwt') {
    return parts.secretMatches(client, claimed.secret) ? client : undefined;
  }
  const claims = await parts.verifyAssertion(client, claimed.secret);
  const good =
    claims !== undefined &&
    parts.isAssertionOfClient(claims, client) &&
    parts.acceptsAssertionAudience(claims.aud) &&
    parts.isAssertionFresh(claims, context.now()) &&
    parts.isAssertionNew(claims.jti);
  return good ? client : undefined;
}

/** A known client, or the one that a metadata document describes. */
export async function resolveClient(id: string, parts: ServerParts): Promise<Client | undefined> {
  const known = parts.findClient(id);
  if (known !== undefined || !parts.isMetadataUrl(id)) return known;
  const document = await parts.fetchClientMetadata(id);
  if (document === undefined || !parts.documentNamesItself(document, id)) return undefined;
  return parts.clientOfDocument(document, id);
}

/** Undefined also for more than one way at once (RFC 6749 §2.3). */
function claimOf(request: HttpRequest, form: URLSearchParams): Claimed | undefined {
  const basic = /^Basic +(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  const given = [basic, assertion, secret].filter((way) => way !== null && way !== undefined);
  if (given.length > 1) return undefined;
  if (basic !== undefined) {
    const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    return { id: formDecoded(id), method: 'client_secret_basic', secret: formDecoded(rest.join(':')) };
  }
  if (assertion !== null) {
    const isJwt =
      form.get('client_assertion_type') === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const id = isJwt ? subjectOf(assertion) : undefined;
    const other = form.get('client_id') ?? id;
    return id === undefined || id !== other
      ? undefined
      : { id, method: 'private_key_jwt', secret: assertion };
  }
  const id = form.get('client_id');
  if (id === null) return undefined;
  return { id, method: secret === null ? 'none' : 'client_secret_post', secret: secret ?? '' };
}

function subjectOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return undefined;
  }
}

function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? '';
}
