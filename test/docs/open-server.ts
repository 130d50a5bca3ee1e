import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { Refusal, requireThat } from '../flows/assertion-world.ts';
import { type Received, reply, startSmallServer } from '../flows/small-server.ts';
import { authorize, type Issued } from './open-authorize.ts';
import { newKey, thumbprintOf } from './open-keys.ts';

/** An authorization server for every way of being a client, and beside it a company that signs its people in. */
export interface OpenServer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** PEM of the one client that is known beforehand, `ci`. */
  readonly clientKey: string;
  /** Token endpoint of the company's identity provider, and an ID token of somebody who signed in there. */
  readonly idp: { readonly tokenEndpoint: string; readonly idToken: string };
  /** Signed by a platform that the server trusts, for a workload of its own. */
  readonly workloadToken: string;
  /** A CI system's service: its address and the bearer token for it. */
  readonly tokenService: { readonly url: string; readonly token: string };
  /** `client_id` of every token that was given out, in order. */
  readonly served: readonly string[];
  /** From now on tokens may be for this resource; for others there is none. */
  readonly protect: (resource: string) => void;
  readonly close: () => Promise<void>;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
const SERVICE_TOKEN = 'token-of-the-runner-for-its-service';

/**
 * Registers clients, takes metadata documents, keys, federated tokens and assertions, and binds tokens by DPoP.
 * Signing in takes no page: /authorize answers with the redirect.
 */
export async function startOpenServer(): Promise<OpenServer> {
  const small = await startSmallServer();
  const issuer = small.origin;
  const [own, clientKeys] = await Promise.all([newKey(), generateKeyPair('ES256', { extractable: true })]);
  const clientKey = createLocalJWKSet({ keys: [await exportJWK(clientKeys.publicKey)] });
  const scopes = ['calculator.add', 'calculator.subtract'];
  const resources = new Set<string>();
  const redirectUris = new Map<string, readonly string[]>([[DOCUMENT.client_id, DOCUMENT.redirect_uris]]);
  const codes = new Map<string, Issued>();
  const refreshTokens = new Map<string, string>();
  const served: string[] = [];
  const metadata = {
    ...small.metadata,
    response_types_supported: ['code'],
    registration_endpoint: `${issuer}/register`,
    client_id_metadata_document_supported: true,
    scopes_supported: scopes,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', JWT_BEARER],
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    dpop_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
  };

  const sign = (claims: JWTPayload, header: { readonly typ?: string } = {}) =>
    new SignJWT({ iss: issuer, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: own.kid, ...header })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(own.privateKey);
  const ownKeys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const verified = async (jwt: string | null, rules: Parameters<typeof jwtVerify>[2]) =>
    (await jwtVerify(jwt ?? '', ownKeys, { issuer, ...rules })).payload;

  /** RFC 7523 §2.2: by its key, or by a token of the platform; else a public client. */
  const clientOf = async ({ body }: Received): Promise<string> => {
    const assertion = body.get('client_assertion');
    if (assertion === null) return body.get('client_id') ?? '';
    const { iss } = decodeJwt(assertion);
    if (iss === issuer) return String((await verified(assertion, { audience: issuer })).sub);
    const { payload } = await jwtVerify(assertion, clientKey, { audience: issuer, issuer: CLIENT });
    return String(payload.sub);
  };

  /** Whom the token is for, once what came for it is good. */
  const granted = async (body: URLSearchParams, clientId: string): Promise<string> => {
    switch (body.get('grant_type')) {
      case 'authorization_code': {
        const code = codes.get(body.get('code') ?? '');
        const verifier = createHash('sha256').update(body.get('code_verifier') ?? '');
        const fits = code?.clientId === clientId && code.challenge === verifier.digest('base64url');
        requireThat(fits, 'invalid_grant', 'not this code');
        return 'ada';
      }
      case 'refresh_token':
        requireThat(refreshTokens.get(body.get('refresh_token') ?? '') === clientId, 'invalid_grant', 'no');
        return 'ada';
      case 'client_credentials':
        requireThat(body.has('client_assertion'), 'invalid_client', 'who?');
        return clientId;
      case JWT_BEARER:
        return String((await verified(body.get('assertion'), { audience: issuer })).sub);
      default:
        throw new Refusal('unsupported_grant_type', 'no such grant');
    }
  };

  const token = async (request: Received): Promise<object> => {
    const { body, headers } = request;
    const clientId = await clientOf(request);
    const resource = body.get('resource') ?? '';
    const asked = body.get('scope')?.split(' ') ?? scopes;
    requireThat(resources.has(resource), 'invalid_target', 'no such resource');
    requireThat(
      asked.every((scope) => scopes.includes(scope)),
      'invalid_scope',
      'no such scope',
    );
    const sub = await granted(body, clientId);
    const jkt = await thumbprintOf(headers.dpop, `${issuer}/token`);
    const refresh = `refresh-${randomUUID()}`;
    const isPerson = ['authorization_code', 'refresh_token'].includes(body.get('grant_type') ?? '');
    if (isPerson) refreshTokens.set(refresh, clientId);
    served.push(clientId);
    return {
      access_token: await sign({
        sub,
        aud: resource,
        client_id: clientId,
        scope: asked.join(' '),
        ...(jkt === undefined ? {} : { cnf: { jkt } }),
      }),
      token_type: jkt === undefined ? 'Bearer' : 'DPoP',
      expires_in: 300,
      scope: asked.join(' '),
      ...(isPerson ? { refresh_token: refresh } : {}),
    };
  };

  /** RFC 8693; Identity Assertion JWT Authorization Grant §4.3. */
  const exchange = async ({ body }: Received): Promise<object> => {
    requireThat(body.get('grant_type') === EXCHANGE, 'unsupported_grant_type', 'token exchange only');
    const { sub = '' } = await verified(body.get('subject_token'), { audience: IDP_CLIENT });
    const claims = {
      sub,
      aud: body.get('audience') ?? '',
      resource: body.get('resource'),
      client_id: CLIENT,
    };
    const assertion = await sign(claims, { typ: 'oauth-id-jag+jwt' });
    return { access_token: assertion, issued_token_type: ID_JAG, token_type: 'N_A', expires_in: 300 };
  };

  /** RFC 7591 §3.2.1. */
  const register = async ({ text }: Received): Promise<object> => {
    const asked = JSON.parse(text) as { readonly redirect_uris: readonly string[] };
    const clientId = `registered-${randomUUID()}`;
    redirectUris.set(clientId, asked.redirect_uris);
    return { ...asked, client_id: clientId };
  };

  const whereTo = (query: URLSearchParams) =>
    authorize(query, {
      issuer,
      redirectUrisOf: (clientId) => redirectUris.get(clientId),
      knowsScope: (scope) => scopes.includes(scope),
      knowsResource: (resource) => resources.has(resource),
      issued: (code, what) => codes.set(code, what),
    });

  /** The token of a job for the service that the runner names. */
  const identity = async ({ headers, path }: Received): Promise<object> => {
    requireThat(headers.authorization === `bearer ${SERVICE_TOKEN}`, 'invalid_token', 'not of this runner');
    return {
      value: await sign({ sub: CLIENT, aud: new URL(path, issuer).searchParams.get('audience') ?? '' }),
    };
  };

  const judges: Readonly<Record<string, (request: Received) => Promise<object>>> = {
    '/token': token,
    '/idp/token': exchange,
    '/service': identity,
    '/register': register,
    '/jwks': async () => ({ keys: [own.publicJwk] }),
    '/.well-known/oauth-authorization-server': async () => metadata,
  };
  small.answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.path, issuer);
    const judge = judges[pathname];
    if (judge !== undefined) return answerBy(judge, request, response);
    if (pathname !== '/authorize') return reply(response, 404, '');
    const location = whereTo(searchParams);
    if (location === undefined) return reply(response, 400, 'This is not for you.', PAGE);
    reply(response, 302, '', { Location: location });
  };

  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    clientKey: await exportPKCS8(clientKeys.privateKey),
    idp: {
      tokenEndpoint: `${issuer}/idp/token`,
      idToken: await sign({ sub: 'ada', aud: IDP_CLIENT }),
    },
    workloadToken: await sign({ sub: 'workload', aud: issuer }),
    tokenService: { url: `${issuer}/service?version=2`, token: SERVICE_TOKEN },
    served,
    protect: (resource) => void resources.add(resource),
    close: small.close,
  };
}

const CLIENT = 'ci';
const IDP_CLIENT = 'sso';

/** What stands at the address of docs/clients.md, which nobody can read from here. */
const DOCUMENT = {
  client_id: 'https://client.example.com/oauth/client.json',
  redirect_uris: ['http://127.0.0.1/callback'],
};

const PAGE = { 'Content-Type': 'text/plain' };
/** RFC 6749 §5.1: whatever comes from here may be a token. */
const UNSTORED = { 'Cache-Control': 'no-store' };

function answerBy(
  judge: (request: Received) => Promise<object>,
  request: Received,
  response: ServerResponse,
): void {
  judge(request).then(
    (body) => reply(response, request.path === '/register' ? 201 : 200, body, UNSTORED),
    (error: unknown) => {
      const { status, body } =
        error instanceof Refusal ? error : new Refusal('invalid_grant', `refused: ${String(error)}`);
      reply(response, status, body, UNSTORED);
    },
  );
}
