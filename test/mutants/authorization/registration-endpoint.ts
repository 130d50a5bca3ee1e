import { type HttpAnswer, type HttpRequest, header, json } from '../http.ts';
import type { Document, ServerParts } from './parts.ts';
import type { ServerContext } from './state.ts';

const METHODS: readonly unknown[] = [undefined, 'none', 'client_secret_basic', 'client_secret_post'];
const HEADERS = { 'cache-control': 'no-store' };

/** RFC 7591 §3. */
export function answerRegister(request: HttpRequest, parts: ServerParts, context: ServerContext): HttpAnswer {
  if (request.method !== 'POST') return json(405, { error: 'invalid_request' }, { allow: 'POST' });
  const asked = parse(request.body);
  const uris = asked?.redirect_uris;
  if (asked === undefined) return json(400, { error: 'invalid_client_metadata' }, HEADERS);
  const good =
    Array.isArray(uris) &&
    uris.length > 0 &&
    uris.every((uri) => typeof uri === 'string' && parts.acceptsRegisteredUri(uri));
  if (!good) return json(400, { error: 'invalid_redirect_uri' }, HEADERS);
  if (!METHODS.includes(asked.token_endpoint_auth_method)) {
    return json(400, { error: 'invalid_client_metadata' }, HEADERS);
  }
  const client = parts.clientOf(asked);
  context.clients.set(client.id, client);
  return json(201, parts.registrationAnswer(client, asked), HEADERS);
}

/** RFC 7592 §2: reading and deleting. */
export function answerManage(request: HttpRequest, id: string, parts: ServerParts): HttpAnswer {
  const token = /^Bearer +(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const client = parts.findClient(id);
  if (client === undefined || !parts.mayManage(client, token)) {
    return json(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
  }
  if (request.method === 'DELETE') {
    parts.removeClient(client);
    return { status: 204, headers: HEADERS };
  }
  if (request.method !== 'GET') return json(405, { error: 'invalid_request' }, { allow: 'GET, DELETE' });
  return json(200, parts.registrationAnswer(client, {}), HEADERS);
}

function parse(text: string): Document | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? (document as Document) : undefined;
  } catch {
    return undefined;
  }
}
