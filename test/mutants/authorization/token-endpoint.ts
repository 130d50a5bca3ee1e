import { randomUUID } from 'node:crypto';
import { type HttpAnswer, type HttpRequest, header, json } from '../http.ts';
import { authenticateClient } from './client-authentication.ts';
import { issue } from './issue.ts';
import type { ServerParts } from './parts.ts';
import type { Client, ServerContext } from './state.ts';

/** RFC 6749 §3.2. */
export async function answerToken(
  request: HttpRequest,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  if (!parts.allowsTokenMethod(request.method))
    return json(405, { error: 'invalid_request' }, { allow: 'POST' });
  const form = request.method === 'POST' ? formOf(request) : request.query;
  const grantType = form?.get('grant_type');
  if (form === undefined || typeof grantType !== 'string') return fail('invalid_request', parts);
  const client = await authenticateClient(request, form, parts, context);
  if (client === undefined) return parts.invalidClient();
  if (!parts.supportsGrant(grantType)) return fail('unsupported_grant_type', parts);
  if (!parts.allowsGrant(client, grantType)) return fail('unauthorized_client', parts);
  const proved = await parts.keyOfProof(request);
  if ('problem' in proved) return fail(proved.problem, parts);
  const asking = { client, boundTo: proved.thumbprint };
  if (grantType === 'authorization_code') return redeem(form, asking, parts, context);
  if (grantType === 'refresh_token') return refresh(form, asking, parts, context);
  return grantToClient(form, asking, parts, context);
}

/** Who asks, and the key that was proved with it. */
interface Asking {
  readonly client: Client;
  readonly boundTo: string | undefined;
}

async function grantToClient(
  form: URLSearchParams,
  { client, boundTo }: Asking,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  const resources = form.getAll('resource');
  const asked = scopesOf(form) ?? [];
  if (!resources.every((resource) => parts.acceptsResource(resource))) return fail('invalid_target', parts);
  if (!asked.every((scope) => parts.acceptsScope(scope, client))) return fail('invalid_scope', parts);
  const scopes = parts.grantedScopes(asked, client);
  const audience = parts.audienceOf(resources);
  const grant = { client, subject: client.id, scopes, audience, family: randomUUID(), boundTo };
  return issue(grant, false, parts, context);
}

async function redeem(
  form: URLSearchParams,
  { client, boundTo }: Asking,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  const value = form.get('code') ?? '';
  const code = parts.findCode(value);
  if (code === undefined) {
    const spent = context.spentCodes.get(value);
    if (spent !== undefined) parts.codeReplayed(spent);
    return fail('invalid_grant', parts);
  }
  if (!parts.isCodeOfClient(code, client)) return fail('invalid_grant', parts);
  parts.spendCode(code);
  const good =
    parts.isCodeFresh(code, context.now()) &&
    parts.isCodeForRedirectUri(code, form.get('redirect_uri')) &&
    parts.verifierMatches(code, form.get('code_verifier'));
  if (!good) return fail('invalid_grant', parts);
  const { grant } = code;
  const resources = form.getAll('resource');
  if (!resources.every((resource) => parts.acceptsResource(resource, grant.audience))) {
    return fail('invalid_target', parts);
  }
  const audience = parts.audienceOf(resources, grant.audience);
  return issue({ ...grant, audience, boundTo }, parts.givesRefreshToken(grant), parts, context);
}

async function refresh(
  form: URLSearchParams,
  { client, boundTo }: Asking,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  const value = form.get('refresh_token') ?? '';
  const token = parts.findRefreshToken(value);
  if (token === undefined) {
    const spent = context.spentRefreshTokens.get(value);
    if (spent !== undefined) parts.refreshTokenReplayed(spent);
    return fail('invalid_grant', parts);
  }
  const good =
    parts.isRefreshTokenOfClient(token, client) &&
    parts.isRefreshTokenOfKey(token, boundTo) &&
    parts.isRefreshTokenFresh(token, context.now());
  if (!good) return fail('invalid_grant', parts);
  const { grant } = token;
  const scopes = parts.refreshedScopes(grant.scopes, scopesOf(form));
  if (scopes === undefined) return fail('invalid_scope', parts);
  const resources = form.getAll('resource');
  if (!resources.every((resource) => parts.acceptsResource(resource, grant.audience))) {
    return fail('invalid_target', parts);
  }
  const rotates = parts.rotatesRefreshToken(token);
  if (rotates) {
    context.refreshTokens.delete(token.token);
    context.spentRefreshTokens.set(token.token, token);
  }
  const audience = parts.audienceOf(resources, grant.audience);
  return issue({ ...grant, scopes, audience, boundTo }, rotates, parts, context);
}

/** The form; undefined when it is none, or says a thing twice (RFC 6749 §3.2; `resource` may: RFC 8707). */
export function formOf(request: HttpRequest): URLSearchParams | undefined {
  const type = header(request, 'content-type') ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined;
  const form = new URLSearchParams(request.body);
  return saysTwice(form) ? undefined : form;
}

export function saysTwice(parameters: URLSearchParams): boolean {
  const names = [...parameters.keys()].filter((name) => name !== 'resource');
  return new Set(names).size !== names.length;
}

export function scopesOf(parameters: URLSearchParams): readonly string[] | undefined {
  const scopes = parameters
    .get('scope')
    ?.split(' ')
    .filter((scope) => scope !== '');
  return scopes === undefined || scopes.length === 0 ? undefined : scopes;
}

function fail(error: string, parts: ServerParts): HttpAnswer {
  return json(400, { error }, parts.tokenHeaders());
}
