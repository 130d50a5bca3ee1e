import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  EmbeddedJWK,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { Refusal, requireThat } from '../flows/assertion-world.ts';
import { type Received, reply, startSmallServer } from '../flows/small-server.ts';

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
  const codes = new Map<string, { readonly clientId: string; readonly challenge: string }>();
  const refreshTokens = new Map<string, string>();
  const served: string[] = [];
  const metadata = {
    ...small.metadata,
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
    const sub = await granted(body, clientId);
    const jkt = await thumbprintOf(headers.dpop, `${issuer}/token`);
    const refresh = `refresh-${randomUUID()}`;
    const isPerson = ['authorization_code', 'refresh_token'].includes(body.get('grant_type') ?? '');
    if (isPerson) refreshTokens.set(refresh, clientId);
    served.push(clientId);
    return {
      access_token: await sign({
        sub,
        aud: body.get('resource') ?? '',
        client_id: clientId,
        scope: scopes.join(' '),
        ...(jkt === undefined ? {} : { cnf: { jkt } }),
      }),
      token_type: jkt === undefined ? 'Bearer' : 'DPoP',
      expires_in: 300,
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

  const authorize = (query: URLSearchParams): string => {
    const code = randomUUID();
    codes.set(code, {
      clientId: query.get('client_id') ?? '',
      challenge: query.get('code_challenge') ?? '',
    });
    const back = new URL(query.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: query.get('state') ?? '', iss: issuer }).toString();
    return back.href;
  };

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
    '/register': async ({ text }) => ({
      ...(JSON.parse(text) as object),
      client_id: `registered-${randomUUID()}`,
    }),
    '/jwks': async () => ({ keys: [own.publicJwk] }),
    '/.well-known/oauth-authorization-server': async () => metadata,
  };
  small.answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.path, issuer);
    const judge = judges[pathname];
    if (judge !== undefined) return answerBy(judge, request, response);
    if (pathname !== '/authorize') return reply(response, 404, '');
    reply(response, 302, '', { Location: authorize(searchParams) });
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
    close: small.close,
  };
}

const CLIENT = 'ci';
const IDP_CLIENT = 'sso';

function answerBy(
  judge: (request: Received) => Promise<object>,
  request: Received,
  response: ServerResponse,
): void {
  judge(request).then(
    (body) => reply(response, request.path === '/register' ? 201 : 200, body),
    (error: unknown) => {
      const { status, body } =
        error instanceof Refusal ? error : new Refusal('invalid_grant', `refused: ${String(error)}`);
      reply(response, status, body);
    },
  );
}

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { kid, privateKey, publicJwk };
}

/** RFC 9449 §4.3: the key of a good proof; undefined without one. */
async function thumbprintOf(proof: unknown, url: string): Promise<string | undefined> {
  if (typeof proof !== 'string') return undefined;
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' });
  const { jwk } = protectedHeader;
  const isGood = payload.htm === 'POST' && payload.htu === url && jwk !== undefined;
  requireThat(isGood, 'invalid_dpop_proof', 'not for this request');
  return jwk === undefined ? undefined : await calculateJwkThumbprint(jwk);
}
