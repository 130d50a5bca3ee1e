import { randomUUID } from 'node:crypto';
import { type HttpAnswer, type HttpRequest, header, withHeaders } from '../http.ts';
import { resolveClient } from './client-authentication.ts';
import type { ServerParts } from './parts.ts';
import type { Client, Code, ServerContext } from './state.ts';
import { saysTwice, scopesOf } from './token-endpoint.ts';

/**
 * RFC 6749 §4.1.1: somebody is signed in and agrees, so that every answer is a redirect or a page of errors; where
 * people sign in first, that goes for those with a session only.
 */
export async function answerAuthorize(
  request: HttpRequest,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  const stranger = context.loginFirst && header(request, 'cookie') === undefined;
  return withHeaders(stranger ? SIGN_IN : await answer(request, parts, context), parts.pageHeaders());
}

const SIGN_IN: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: '<!doctype html><title>Sign in</title><form method="post"><input name="user"></form>',
};

async function answer(
  { method, query: asked }: HttpRequest,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  if (method !== 'GET') return { status: 405, headers: { allow: 'GET' } };
  const redirectUri = asked.get('redirect_uri');
  const client = await resolveClient(asked.get('client_id') ?? '', parts);
  if (client === undefined) return parts.errorPage('The client is not known', redirectUri);
  if (redirectUri === null || !parts.acceptsRedirectUri(client, redirectUri)) {
    return parts.errorPage('The redirect URI is not one of the client', redirectUri);
  }
  if (saysTwice(asked)) return parts.errorPage('A parameter is there twice', redirectUri);
  const problem = problemOf(asked, client, parts);
  const given = problem ?? { code: makeCode(asked, redirectUri, client, parts, context).code };
  const parameters = parts.redirectParameters(given, asked.get('state'), asked);
  const location = parts.redirectLocation(redirectUri, parameters);
  return { status: 302, headers: { location, 'cache-control': 'no-store' } };
}

function problemOf(
  asked: URLSearchParams,
  client: Client,
  parts: ServerParts,
): Readonly<Record<string, string>> | undefined {
  if (!parts.supportsResponseType(asked.get('response_type'))) return { error: 'unsupported_response_type' };
  if (!parts.allowsGrant(client, 'authorization_code')) return { error: 'unauthorized_client' };
  const problem = parts.challengeProblem(asked.get('code_challenge'), asked.get('code_challenge_method'));
  if (problem !== undefined) return { error: 'invalid_request', error_description: problem };
  const resources = asked.getAll('resource');
  if (!resources.every((resource) => parts.acceptsResource(resource))) return { error: 'invalid_target' };
  const scopes = scopesOf(asked) ?? [];
  return scopes.every((scope) => parts.acceptsScope(scope, client)) ? undefined : { error: 'invalid_scope' };
}

function makeCode(
  asked: URLSearchParams,
  redirectUri: string,
  client: Client,
  parts: ServerParts,
  context: ServerContext,
): Code {
  const nonce = asked.get('nonce');
  const code: Code = {
    code: parts.newCode(),
    grant: {
      client,
      subject: 'alice',
      scopes: parts.grantedScopes(scopesOf(asked) ?? [], client),
      audience: parts.audienceOf(asked.getAll('resource')),
      family: randomUUID(),
      ...(nonce === null ? {} : { nonce }),
    },
    redirectUri,
    challenge: asked.get('code_challenge') ?? undefined,
    challengeMethod: asked.get('code_challenge_method') ?? undefined,
    expires: context.now() + parts.codeLifetime(),
  };
  context.codes.set(code.code, code);
  return code;
}
