import { createHash } from 'node:crypto';
import type { AuthorizationServerMetadata } from '../../src/types.ts';
import { type Received, reply, startSmallServer } from './small-server.ts';

type Members = Readonly<Record<string, unknown>>;

interface Known {
  readonly secret: string | undefined;
  readonly method: string;
  readonly redirectUris: readonly string[] | 'any';
}

interface Granted {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a test changes about the server's behaviour. */
export interface Behaviour {
  metadata: Partial<AuthorizationServerMetadata>;
  /** Answers a registration request instead of registering. */
  register?: (asked: Members) => Answer | undefined;
  /** Members of a registration answer that differ from what was asked for. */
  registered: Members;
  /** The parameters of the redirect back to the client, instead of a code, the state and iss. */
  redirect?: (asked: URLSearchParams, good: Record<string, string>) => Record<string, string>;
  /** Called when a code was made, before the browser comes back with it. */
  onCode?: () => void;
  /** Members of a token answer besides, or, with undefined, left out. */
  tokens: Readonly<Record<string, unknown>>;
}

export interface RegisteringServer {
  readonly origin: string;
  readonly metadata: AuthorizationServerMetadata & { readonly issuer: string };
  readonly behaviour: Behaviour;
  /** Bodies of registration requests, in order. */
  readonly registrations: Members[];
  readonly authorizations: URLSearchParams[];
  readonly tokenRequests: Received[];
  readonly received: readonly Received[];
  /** Clients that were registered beforehand, and on request. */
  readonly clients: Map<string, Known>;
  readonly close: () => Promise<void>;
}

/**
 * An authorization server that registers clients on request and holds them to it: redirect URI, method of
 * authentication, code verifier. Signing in takes no page: /authorize answers with the redirect.
 */
export async function startRegisteringServer(): Promise<RegisteringServer> {
  const small = await startSmallServer();
  const behaviour: Behaviour = { metadata: {}, registered: {}, tokens: {} };
  const codes = new Map<string, Granted>();
  const refreshTokens = new Map<string, string>();
  const server: RegisteringServer = {
    origin: small.origin,
    get metadata() {
      return {
        ...small.metadata,
        registration_endpoint: `${small.origin}/register`,
        token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
        authorization_response_iss_parameter_supported: true,
        ...behaviour.metadata,
      };
    },
    behaviour,
    registrations: [],
    authorizations: [],
    tokenRequests: [],
    received: small.received,
    clients: new Map(),
    close: small.close,
  };

  const register = ({ text }: Received): Answer => {
    const asked = JSON.parse(text) as Members;
    server.registrations.push(asked);
    const instead = behaviour.register?.(asked);
    if (instead !== undefined) return instead;
    const members: Members = { ...asked, ...behaviour.registered };
    const method = String(members.token_endpoint_auth_method);
    const id = `client-${server.registrations.length}-of-${small.origin.slice(-5)}`;
    const secret = method === 'none' ? undefined : `secret: of ${id} with + and %`;
    server.clients.set(id, { secret, method, redirectUris: members.redirect_uris as string[] });
    const given = secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 };
    return { status: 201, body: { client_id: id, ...given, ...members } };
  };

  const authorize = (parameters: URLSearchParams): Answer => {
    server.authorizations.push(parameters);
    const clientId = parameters.get('client_id') ?? '';
    const redirectUri = parameters.get('redirect_uri') ?? '';
    const uris = server.clients.get(clientId)?.redirectUris ?? [];
    if (uris !== 'any' && !uris.includes(redirectUri)) return { status: 400, body: 'unknown client' };
    const code = `code-${codes.size + 1}-of-${small.origin.slice(-5)}`;
    codes.set(code, { clientId, redirectUri, challenge: parameters.get('code_challenge') ?? '' });
    behaviour.onCode?.();
    const good = { code, state: parameters.get('state') ?? '', iss: small.origin };
    const back = new URLSearchParams(behaviour.redirect?.(parameters, good) ?? good);
    return { status: 302, body: '', headers: { Location: `${redirectUri}?${back.toString()}` } };
  };

  const token = (request: Received): Answer => {
    server.tokenRequests.push(request);
    const clientId = clientOf(request, server.clients);
    if (clientId === undefined) {
      const headers = { 'WWW-Authenticate': 'Basic realm="clients"' };
      return { status: 401, body: { error: 'invalid_client' }, headers };
    }
    const { body } = request;
    const granted = codes.get(body.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const redeemed =
      granted?.clientId === clientId &&
      granted.redirectUri === body.get('redirect_uri') &&
      granted.challenge === verifier;
    const refreshed = refreshTokens.get(body.get('refresh_token') ?? '') === clientId;
    const good = { authorization_code: redeemed, refresh_token: refreshed }[body.get('grant_type') ?? ''];
    if (good === false) return { status: 400, body: { error: 'invalid_grant' } };
    const count = server.tokenRequests.length;
    refreshTokens.set(`refresh-${count}-token`, clientId);
    const tokens = {
      access_token: `access-${count}-token`,
      token_type: 'Bearer',
      expires_in: 60,
      refresh_token: `refresh-${count}-token`,
    };
    return { status: 200, body: { ...tokens, ...behaviour.tokens } };
  };

  const device = (request: Received): Answer => {
    if (clientOf(request, server.clients) === undefined) {
      return { status: 401, body: { error: 'invalid_client' } };
    }
    const page = { verification_uri: `${small.origin}/enter`, user_code: 'ABCD' };
    return { status: 200, body: { ...page, device_code: 'device-code-1', expires_in: 60, interval: 1 } };
  };

  const pages: Readonly<Record<string, (request: Received, query: URLSearchParams) => Answer>> = {
    '/.well-known/oauth-authorization-server': () => ({ status: 200, body: server.metadata }),
    '/register': register,
    '/authorize': (_request, query) => authorize(query),
    '/token': token,
    '/device': device,
  };
  small.answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.path, small.origin);
    const { status, body, headers } = pages[pathname]?.(request, searchParams) ?? { status: 404, body: '' };
    reply(response, status, body, headers);
  };
  return server;
}

/** The client that a request is from, when it authenticates as it was registered to. */
function clientOf(request: Received, clients: ReadonlyMap<string, Known>): string | undefined {
  if (request.body.has('client_assertion')) {
    const [, payload = ''] = request.body.get('client_assertion')?.split('.') ?? [];
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
    return clients.get(sub)?.method === 'private_key_jwt' ? sub : undefined;
  }
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [id = '', secret = ''] =
    basic === undefined
      ? [request.body.get('client_id') ?? '', request.body.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString().split(':').map(formDecoded);
  const method =
    basic !== undefined
      ? 'client_secret_basic'
      : request.body.has('client_secret')
        ? 'client_secret_post'
        : 'none';
  const known = clients.get(id);
  return known?.method === method && (known.secret ?? '') === secret ? id : undefined;
}

function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? '';
}

/** A person's browser on pages that ask nothing. False: the server showed a page instead of coming back. */
export async function browse(url: string): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  await response.text();
  if (location !== null) await (await fetch(location)).text();
  return true;
}
