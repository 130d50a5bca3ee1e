import { randomBytes } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { correctServer } from './authorization/correct.ts';
import { likeEntra, TENANT } from './authorization/entra.ts';
import { signingKey } from './authorization/keys.ts';
import type { ServerParts } from './authorization/parts.ts';
import { respond } from './authorization/pipeline.ts';
import type { Client, ServerContext, SigningKey } from './authorization/state.ts';
import { type HttpServer, listen } from './http.ts';
import { listenOverTls } from './tls-front.ts';

export type { ServerParts } from './authorization/parts.ts';
export type { ServerContext } from './authorization/state.ts';

export interface ServerOptions {
  readonly algorithm?: SigningKey['alg'];
  readonly tokens?: 'jwt' | 'opaque';
  readonly issuerPath?: string;
  readonly lifetime?: number;
  /** Signs people in before it looks at what they ask. */
  readonly loginFirst?: true;
  /** Takes proofs of a key (RFC 9449). */
  readonly dpop?: true;
  /** Has the ways of Microsoft Entra ID: tenant, scopes, metadata. */
  readonly entra?: true;
  readonly tls?: true;
  /** The one function that is wrong. */
  readonly parts?: (parts: ServerParts, context: ServerContext) => ServerParts;
}

export interface AuthorizationServer {
  readonly issuer: string;
  /** Its origin without TLS, for whoever belongs to the test and trusts no authority of its own. */
  readonly backDoor: string;
  /** With `tls`: the authority to trust, PEM. */
  readonly ca?: string;
  readonly context: ServerContext;
  /** Random per start. `keyMachine` is the PKCS #8 key of the private_key_jwt client `key-machine`. */
  readonly secrets: Readonly<Record<'machine' | 'otherMachine' | 'resourceServer' | 'keyMachine', string>>;
  /** Resources that tokens can be for; push the endpoint's URL first. */
  readonly addResource: (resource: string) => void;
  /** A good access token of `machine`, with these claims and headers instead; undefined takes one away. */
  readonly mint: (claims?: object, header?: object) => Promise<string>;
  readonly close: () => Promise<void>;
}

const SCOPES = ['calculator.add', 'calculator.subtract', 'calculator.all', 'openid', 'offline_access'];

/** An authorization server on a free port of 127.0.0.1. */
export async function startAuthorizationServer(options: ServerOptions = {}): Promise<AuthorizationServer> {
  let serve: Parameters<typeof listen>[0] = async () => ({ status: 503, headers: {} });
  let serveWithoutTls = serve;
  const http: HttpServer = await listen((request) => serve(request));
  const front =
    options.tls === true
      ? await listenOverTls((request) => serve(request), { plain: (request) => serveWithoutTls(request) })
      : undefined;
  const secrets = {
    machine: randomBytes(24).toString('base64url'),
    otherMachine: randomBytes(24).toString('base64url'),
    resourceServer: randomBytes(24).toString('base64url'),
  };
  const pair = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(pair.publicKey)), alg: 'ES256' };
  const context = await contextOf(front?.origin ?? http.origin, options, knownClients(secrets, key));
  const plain = correctServer(context);
  const correct = options.entra === true ? likeEntra(plain, context) : plain;
  const parts = options.parts?.(correct, context) ?? correct;
  serve = (request) => respond(request, parts, context);
  serveWithoutTls = async (request) => parts.withoutTls(request) ?? (await serve(request));
  return {
    issuer: context.issuer,
    backDoor: http.origin,
    ...(front === undefined ? {} : { ca: front.ca }),
    context,
    secrets: { ...secrets, keyMachine: await exportPKCS8(pair.privateKey) },
    addResource: (resource) => void context.resources.unshift(resource),
    mint: (claims = {}, header = {}) => mint(correct, context, claims, header),
    close: async () => {
      await Promise.all([http.close(), front?.close()]);
    },
  };
}

async function contextOf(
  origin: string,
  options: ServerOptions,
  clients: readonly Client[],
): Promise<ServerContext> {
  const { algorithm = 'RS256', tokens = 'jwt', lifetime = 600, loginFirst, dpop, entra } = options;
  const { issuerPath = entra === true ? `/${TENANT}/v2.0` : '' } = options;
  const others = (['RS256', 'ES256'] as const).filter((alg) => alg !== algorithm);
  return {
    origin,
    issuer: origin + issuerPath,
    path: issuerPath,
    tokens,
    lifetime,
    loginFirst: loginFirst === true,
    dpop: dpop === true,
    keys: await Promise.all([algorithm, ...others].map(signingKey)),
    clients: new Map(clients.map((client) => [client.id, client])),
    resources: ['https://another.example/mcp'],
    scopes: SCOPES,
    codes: new Map(),
    spentCodes: new Map(),
    refreshTokens: new Map(),
    spentRefreshTokens: new Map(),
    issued: new Map(),
    revoked: new Set(),
    assertions: new Set(),
    now: () => Math.floor(Date.now() / 1000),
  };
}

function knownClients(
  secrets: Readonly<Record<'machine' | 'otherMachine' | 'resourceServer', string>>,
  key: NonNullable<Client['key']>,
): readonly Client[] {
  const machine = {
    methods: ['client_secret_basic', 'client_secret_post'],
    grants: ['client_credentials'],
    redirectUris: [],
    scopes: SCOPES.slice(0, 3),
  } as const;
  return [
    { ...machine, id: 'machine', secret: secrets.machine },
    { ...machine, id: 'other-machine', secret: secrets.otherMachine },
    { ...machine, id: 'key-machine', methods: ['private_key_jwt'], key },
    { ...machine, id: 'resource-server', secret: secrets.resourceServer, grants: [], scopes: [] },
    {
      id: 'person',
      methods: ['none'],
      grants: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/callback'],
      scopes: SCOPES,
    },
  ];
}

function mint(parts: ServerParts, context: ServerContext, claims: object, header: object): Promise<string> {
  const [key] = context.keys;
  const client = context.clients.get('machine');
  if (key === undefined || client === undefined) throw new Error('the server is not set up');
  const scopes = parts.grantedScopes([], client);
  const grant = { client, subject: client.id, scopes, audience: parts.audienceOf([]), family: '' };
  const good = parts.accessTokenClaims(grant, parts.newTokenId(), context.now());
  return parts.sign({ ...good, ...claims }, { ...parts.tokenHeader(key.kid, key.alg), ...header });
}
