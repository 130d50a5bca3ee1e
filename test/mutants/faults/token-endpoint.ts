import { randomUUID } from 'node:crypto';
import { issue } from '../authorization/issue.ts';
import type { ServerParts } from '../authorization/parts.ts';
import type { ServerContext } from '../authorization/state.ts';
import { type HttpAnswer, type HttpRequest, json } from '../http.ts';
import type { Mutant } from '../mutant.ts';

const NO_STORE = { 'cache-control': 'no-store' };

/** Authorization servers whose token endpoint does what it should not. */
export const tokenEndpointMutants: readonly Mutant[] = [
  {
    name: 'tokens-without-lifetime',
    about: 'Token answers do not say how long the token lives.',
    server: (parts) => ({
      ...parts,
      tokenMembers: (grant, claims) => without(parts.tokenMembers(grant, claims), 'expires_in'),
    }),
    killedBy: ['token-endpoint/issues-tokens-to-machines'],
  },
  {
    name: 'refresh-tokens-for-machines',
    about: 'A machine gets a refresh token, though it has its credential.',
    server: (parts) => ({
      ...parts,
      tokenMembers: (grant, claims) => ({
        ...parts.tokenMembers(grant, claims),
        ...(grant.subject === grant.client.id ? { refresh_token: parts.newCode() } : {}),
      }),
    }),
    killedBy: ['token-endpoint/issues-tokens-to-machines'],
    // The token is of no use: nothing was kept for it.
    alsoBy: ['token/refresh-works'],
  },
  {
    name: 'cacheable-tokens',
    about: 'Token answers do not forbid caches to keep them.',
    server: (parts) => ({ ...parts, tokenHeaders: () => ({}) }),
    killedBy: ['token-endpoint/answers-are-not-stored'],
  },
  {
    name: 'privately-cacheable-tokens',
    about: 'Token answers forbid shared caches only to keep them.',
    server: (parts) => ({ ...parts, tokenHeaders: () => ({ 'cache-control': 'private, no-cache' }) }),
    killedBy: ['token-endpoint/answers-are-not-stored'],
  },
  {
    name: 'takes-any-secret',
    about: 'Client secrets are not compared.',
    server: (parts) => ({ ...parts, secretMatches: () => true }),
    killedBy: ['token-endpoint/rejects-wrong-secret'],
  },
  {
    name: 'wrong-secret-is-invalid-grant',
    about: 'A wrong client secret is answered as if the grant were wrong.',
    server: (parts) => ({ ...parts, invalidClient: () => json(400, { error: 'invalid_grant' }, NO_STORE) }),
    killedBy: ['token-endpoint/rejects-wrong-secret'],
  },
  {
    name: 'ignores-resource',
    about: 'Tokens are for the endpoint, whatever resource was asked for.',
    server: (parts, { resources }) => ({ ...parts, audienceOf: () => resources.slice(0, 1) }),
    killedBy: ['token-endpoint/honours-resource'],
  },
  {
    name: 'tokens-for-every-resource',
    about: 'Tokens are for all resources at once.',
    server: (parts, { resources }) => ({ ...parts, audienceOf: () => [...resources] }),
    killedBy: ['token-endpoint/honours-resource'],
  },
  {
    name: 'tokens-for-unknown-resources',
    about: 'Whatever resource is named gets a token.',
    server: (parts) => ({ ...parts, acceptsResource: () => true }),
    killedBy: ['token-endpoint/rejects-unknown-resource'],
  },
  {
    name: 'unknown-resource-is-invalid-request',
    about: 'An unknown resource is refused by an error that does not say so.',
    server: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        isToken(request) && saysError(answer, 'invalid_target')
          ? json(400, { error: 'invalid_request' }, NO_STORE)
          : answer,
    }),
    killedBy: ['token-endpoint/rejects-unknown-resource'],
  },
  {
    name: 'grants-unknown-scopes',
    about: 'Scopes that nobody defined are granted.',
    server: (parts) => ({ ...parts, acceptsScope: () => true }),
    killedBy: ['token-endpoint/rejects-unknown-scope'],
  },
  {
    name: 'narrows-scopes-in-silence',
    about: 'Unknown scopes are left out of the token, and the answer does not say so.',
    server: (parts, context) => ({
      ...parts,
      answer: async (request, answer) =>
        isToken(request) && isByMachine(request) && saysError(answer, 'invalid_scope')
          ? await withUsualScopes(request, parts, context)
          : answer,
    }),
    killedBy: ['token-endpoint/rejects-unknown-scope'],
  },
  {
    name: 'takes-token-requests-by-get',
    about: 'The token endpoint reads its parameters from the URL, too.',
    server: (parts) => ({ ...parts, allowsTokenMethod: () => true }),
    killedBy: ['token-endpoint/takes-post-only'],
  },
  {
    name: 'knows-the-password-grant',
    about: 'The password grant is on, and misses the user name.',
    server: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        isToken(request) && formOf(request).get('grant_type') === 'password'
          ? json(400, { error: 'invalid_request', error_description: 'username is missing' }, NO_STORE)
          : answer,
    }),
    killedBy: ['token-endpoint/rejects-password-grant'],
  },
  {
    name: 'processes-plain-http',
    about: 'The authorization server answers under plain http as it does with TLS.',
    server: (parts) => ({ ...parts, withoutTls: () => undefined }),
    options: { tls: true },
    killedBy: ['token-endpoint/refuses-plain-http'],
  },
  {
    name: 'takes-assertions-for-others',
    about: 'Client assertions are taken whatever server they were made for.',
    server: (parts) => ({ ...parts, acceptsAssertionAudience: () => true }),
    options: { keyMachine: true },
    killedBy: ['token-endpoint/verifies-client-assertions'],
  },
  {
    name: 'takes-expired-assertions',
    about: 'Client assertions never expire.',
    server: (parts) => ({ ...parts, isAssertionFresh: () => true }),
    options: { keyMachine: true },
    killedBy: ['token-endpoint/verifies-client-assertions'],
  },
  {
    name: 'takes-assertions-twice',
    about: 'Client assertions are not remembered.',
    server: (parts) => ({ ...parts, isAssertionNew: () => true }),
    options: { keyMachine: true },
    killedBy: ['token-endpoint/verifies-client-assertions'],
  },
];

function isToken({ path }: HttpRequest): boolean {
  return path.endsWith('/token');
}

function formOf({ body }: HttpRequest): URLSearchParams {
  return new URLSearchParams(body);
}

function isByMachine(request: HttpRequest): boolean {
  return formOf(request).get('grant_type') === 'client_credentials';
}

function without(document: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([member]) => member !== name));
}

function saysError({ body = '' }: HttpAnswer, error: string): boolean {
  return body.includes(`"error":"${error}"`);
}

/** A token answer without the member `scope`. */
async function withUsualScopes(
  request: HttpRequest,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  const client = parts.findClient(formOf(request).get('client_id') ?? '');
  if (client === undefined) return parts.invalidClient();
  const scopes = parts.grantedScopes([], client);
  const audience = parts.audienceOf(formOf(request).getAll('resource'));
  const grant = { client, subject: client.id, scopes, audience, family: randomUUID() };
  const answer = await issue(grant, false, parts, context);
  return { ...answer, body: JSON.stringify(without(JSON.parse(answer.body ?? '{}'), 'scope')) };
}
