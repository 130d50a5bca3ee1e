import { type HttpAnswer, type HttpRequest, json, withHeaders } from '../http.ts';
import { answerAuthorize } from './authorize-endpoint.ts';
import { authenticateClient } from './client-authentication.ts';
import type { Document, ServerParts } from './parts.ts';
import { answerManage, answerRegister } from './registration-endpoint.ts';
import type { Client, ServerContext } from './state.ts';
import { answerToken, formOf } from './token-endpoint.ts';

/** From the request to the answer. Decides nothing itself. */
export async function respond(
  request: HttpRequest,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  return parts.answer(request, await route(request, parts, context));
}

async function route(request: HttpRequest, parts: ServerParts, context: ServerContext): Promise<HttpAnswer> {
  const { path } = request;
  if (parts.metadataPaths().includes(path)) return publish(request, parts.metadata(), parts);
  if (parts.openidPaths().includes(path)) return publish(request, parts.openidConfiguration(), parts);
  const own = path.startsWith(`${context.path}/`) ? path.slice(context.path.length) : '';
  if (own === '/jwks') return publish(request, { ...parts.keySet() }, parts);
  if (own === '/authorize') return answerAuthorize(request, parts, context);
  if (own === '/token') return answerToken(request, parts, context);
  if (own === '/register') return answerRegister(request, parts, context);
  if (own.startsWith('/register/')) return answerManage(request, own.slice('/register/'.length), parts);
  if (own === '/revoke') return answerClient(request, parts, context, revoke);
  if (own === '/introspect') return answerClient(request, parts, context, introspect);
  return json(404, { error: 'not_found' });

  function revoke(token: string, client: Client): HttpAnswer {
    parts.revoke(token, client);
    return { status: 200, headers: { 'cache-control': 'no-store' } };
  }

  function introspect(token: string, client: Client): HttpAnswer {
    if (!parts.mayIntrospect(client)) return json(403, { error: 'access_denied' });
    return json(200, parts.introspect(token, context.now()), { 'cache-control': 'no-store' });
  }
}

function publish(request: HttpRequest, document: Document | undefined, parts: ServerParts): HttpAnswer {
  const headers = parts.metadataHeaders();
  if (document === undefined) return withHeaders(json(404, { error: 'not_found' }), headers);
  if (request.method === 'OPTIONS') return { status: 204, headers };
  if (!['GET', 'HEAD'].includes(request.method)) return { status: 405, headers: { allow: 'GET, HEAD' } };
  return withHeaders(json(200, document), headers);
}

/** An endpoint for authenticated clients that takes a token. */
async function answerClient(
  request: HttpRequest,
  parts: ServerParts,
  context: ServerContext,
  answer: (token: string, client: Client) => HttpAnswer,
): Promise<HttpAnswer> {
  if (request.method !== 'POST') return json(405, { error: 'invalid_request' }, { allow: 'POST' });
  const form = formOf(request);
  if (form === undefined) return json(400, { error: 'invalid_request' });
  const client = await authenticateClient(request, form, parts, context);
  if (client === undefined) return parts.invalidClient();
  const token = form.get('token');
  return token === null ? json(400, { error: 'invalid_request' }) : answer(token, client);
}
