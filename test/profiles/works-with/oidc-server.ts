import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { type Browser, createBrowser } from '../../../fixtures/entra/browser.ts';
import { createTlsIdentity } from '../../../fixtures/entra/certificates.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import type { Http } from '../../../src/types.ts';
import type { Asked, Payload, Publish } from './row.ts';

export interface ServerSettings {
  /** As it is published; its host is the name that clients use. */
  readonly issuer: string;
  /** Path below which the server lies; default: the issuer's. */
  readonly mount?: string;
  readonly routes: Readonly<Record<'authorization' | 'token' | 'jwks', string>>;
  /** Where the metadata lies below the mount. */
  readonly metadataPath?: string;
  readonly publish?: Publish;
  readonly clients: readonly object[];
  /** Scopes of the API. */
  readonly scopes: readonly string[];
  /** `aud` of the tokens; undefined: they are opaque. The parameter `audience`, if one was sent. */
  readonly audience: (asked: string | undefined) => string | undefined;
  /** Writes the payload as this provider does. */
  readonly claims?: (payload: Payload, isMachine: boolean) => void;
}

export interface OidcServer {
  /** The product's network room, in which the issuer's name leads here and every other name nowhere. */
  readonly http: Http;
  readonly open: (url: string) => Promise<void>;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
}

/** An OpenID provider that others wrote, on loopback, under the name and the paths of the provider it plays. */
export async function startOidcServer(settings: ServerSettings): Promise<OidcServer> {
  const { hostname, pathname } = new URL(settings.issuer);
  const mount = settings.mount ?? pathname.replace(/\/$/, '');
  const tls = await createTlsIdentity([hostname]);
  const asked: Asked[] = [];
  const listener = await providerOf(settings, asked);
  const server = createServer({ key: tls.key, cert: tls.certificate }, (request, response) => {
    if (!place(request, mount, settings)) return void response.writeHead(404).end();
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const network = createNetwork({
    vault: createVault(),
    ca: [tls.ca],
    environment: {},
    hostMap: { [hostname]: `https://127.0.0.1:${port}` },
    lookup: (host) => Promise.reject(new Error(`${host} was looked up`)),
  });
  const browser = createBrowser({ ca: tls.ca, hosts: { [hostname]: { host: '127.0.0.1', port } } });
  return {
    http: network.open({ name: 'calculator', url: 'https://calculator.example.com/mcp', timeoutMs: 10_000 }),
    open: (url) => signIn(browser, url, hostname),
    asked,
    close: async () => {
      await network.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Takes the mount off the URL, as a web framework does; false: nothing lies there. */
function place(request: IncomingMessage, mount: string, settings: ServerSettings): boolean {
  const { metadataPath = WELL_KNOWN, routes } = settings;
  const url = request.url ?? '/';
  if (!url.startsWith(`${mount}/`)) return false;
  const below = url.slice(mount.length);
  if (below.startsWith('/.well-known/') && below !== metadataPath && below !== routes.jwks) return false;
  request.url = below === metadataPath ? WELL_KNOWN : below;
  // None of the providers wants this for offline_access, though OpenID Connect Core §11 lets them.
  if (below.startsWith(`${routes.authorization}?`)) request.url += '&prompt=consent';
  Object.assign(request, { originalUrl: `${mount}${request.url}` });
  return true;
}

const WELL_KNOWN = '/.well-known/openid-configuration';

/** The part of oidc-provider that is used here. */
interface Provider {
  use: (step: (context: Context, next: () => Promise<void>) => Promise<void>) => void;
  callback: () => RequestListener;
}

interface Context {
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  body: unknown;
  readonly oidc?: { readonly body?: Payload; readonly params?: Payload };
}

async function providerOf(settings: ServerSettings, asked: Asked[]): Promise<RequestListener> {
  const { default: Constructor } = (await import('oidc-provider')) as unknown as {
    default: new (issuer: string, options: object) => Provider;
  };
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const audience = audienceParameter(asked);
  const provider = new Constructor(settings.issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key for cookies of this test'] },
    routes: settings.routes,
    clients: settings.clients,
    scopes: ['openid', 'profile', 'offline_access', ...settings.scopes],
    extraParams: ['audience'],
    issueRefreshToken: (_context: unknown, client: { grantTypeAllowed: (grant: string) => boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    formats: {
      customizers: {
        jwt: (_context: unknown, token: { kind: string }, { payload }: { payload: Payload }) =>
          settings.claims?.(payload, token.kind === 'ClientCredentials'),
      },
    },
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context: unknown, _client: unknown, oneOf?: string) => oneOf ?? 'urn:the-only-one',
        useGrantedResource: () => true,
        // Which resource was named is nothing to these providers.
        getResourceServerInfo: (context: Context) => {
          const named = settings.audience(audience(context));
          return {
            scope: settings.scopes.join(' '),
            audience: named ?? 'urn:nobody',
            accessTokenFormat: named === undefined ? 'opaque' : 'jwt',
          };
        },
      },
    },
  });
  provider.use(async (context, next) => {
    const { path } = context;
    await next();
    if (path === WELL_KNOWN) context.body = settings.publish?.(context.body as never) ?? context.body;
    if (path === settings.routes.authorization) {
      asked.push({ at: 'authorization', parameters: context.query });
    }
    if (path === settings.routes.token) asked.push({ at: 'token', parameters: context.oidc?.body ?? {} });
  });
  return provider.callback();
}

/** `audience` of a token request, else that of the authorization request before it. */
function audienceParameter(asked: readonly Asked[]): (context: Context) => string | undefined {
  return ({ oidc, query }) => {
    const before = asked.findLast(({ at }) => at === 'authorization')?.parameters.audience;
    return [oidc?.body?.audience, oidc?.params?.audience, query.audience, before].find(
      (value) => typeof value === 'string',
    );
  };
}

/** Fills in the two forms of the development pages, and stops where the client's own page appears. */
async function signIn(browser: Browser, url: string, hostname: string): Promise<void> {
  let page = await browser.open(new URL(url));
  for (let step = 0; step < 5; step += 1) {
    if (page.url.hostname !== hostname) return;
    const prompt = /name="prompt" value="(\w+)"/.exec(page.body)?.[1];
    const action = /<form[^>]* action="([^"]+)"/.exec(page.body)?.[1];
    if (prompt === undefined || action === undefined) {
      throw new Error(`the sign-in stopped with HTTP ${page.status} at ${page.url.pathname}`);
    }
    const form = new URLSearchParams({ prompt, login: 'ada', password: 'x' });
    page = await browser.open(new URL(action, page.url), form);
  }
  throw new Error('the sign-in never came to an end');
}
