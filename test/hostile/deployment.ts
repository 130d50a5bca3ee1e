import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Scene } from './row.ts';

/** A request as the deployment got it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Text and bytes go out as they are, anything else as JSON. `silence`: the request is never answered. */
export type Answer =
  | { readonly status?: number; readonly headers?: Headers; readonly body?: unknown }
  | 'silence';

type Headers = Readonly<Record<string, string | readonly string[]>>;
type Members = Readonly<Record<string, unknown>>;

/** An MCP endpoint at `/mcp` and its authorization server on the same origin, honest but for its twist. */
export interface Deployment {
  readonly origin: string;
  readonly endpoint: string;
  readonly issuer: string;
  /** Origin of the server that must never hear of a secret. */
  readonly thief: string;
  readonly secrets: Scene['secrets'];
  readonly asked: readonly Asked[];
  /** Requests to this path, in order. */
  readonly at: (path: string) => readonly Asked[];
  /** Honest until this is true; true from the start unless the row prepares something first. */
  isTwisted: boolean;
  /** How many requests came before it was twisted. */
  untwisted: number;
}

/** Where a deployment lies. Each function gets what an honest one would say; what is left out stays honest. */
export interface Twist {
  /** Path of the issuer behind the origin, for rows about its spelling. */
  readonly issuerPath?: string;
  readonly challenge?: (honest: string, all: Deployment) => string | readonly string[];
  readonly resource?: (honest: Members, all: Deployment) => unknown;
  readonly server?: (honest: Members, all: Deployment) => unknown;
  readonly token?: (honest: Members, asked: Asked, all: Deployment) => Answer;
  readonly device?: (honest: Members, asked: Asked, all: Deployment) => Answer;
  /** The person's browser is here; `callback` is the honest answer's URL, and nothing was sent there yet. */
  readonly authorize?: (callback: URL, all: Deployment) => Promise<void>;
  readonly mcp?: (asked: Asked, all: Deployment) => Answer | undefined;
}

/** Sends back this text or these bytes in place of a JSON document. */
export function raw(body: string | Buffer, type = 'application/json'): Answer {
  return { headers: { 'content-type': type }, body };
}

/** Starts a deployment of this row. */
export async function deploy(scene: Scene, twist: Twist): Promise<Deployment> {
  const asked: Asked[] = [];
  const { origin } = await scene.stand.http((request, response, text) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(text),
      headers: request.headers,
      text,
    };
    asked.push(one);
    send(response, answerTo(one, deployment, deployment.isTwisted ? twist : {}));
  });
  const deployment: Deployment = {
    origin,
    endpoint: `${origin}/mcp`,
    issuer: `${origin}${twist.issuerPath ?? ''}`,
    thief: scene.thief.origin,
    secrets: scene.secrets,
    asked,
    at: (path) => asked.filter((one) => one.path === path),
    isTwisted: true,
    untwisted: 0,
  };
  return deployment;
}

function answerTo(asked: Asked, all: Deployment, twist: Twist): Answer {
  const { path } = asked;
  if (path === '/mcp') return twist.mcp?.(asked, all) ?? refusal(all, twist);
  if (path.includes('/.well-known/oauth-protected-resource'))
    return document(honestResource(all), all, twist.resource);
  if (path.includes('/.well-known/oauth-authorization-server'))
    return document(honestServer(all), all, twist.server);
  if (path === '/token') {
    const honest = honestToken(asked, all);
    return twist.token?.(honest, asked, all) ?? { body: honest };
  }
  if (path === '/device') {
    const honest = honestDevice(all);
    return twist.device?.(honest, asked, all) ?? { body: honest };
  }
  if (path === '/authorize') {
    void signIn(asked, all, twist);
    return { headers: { 'content-type': 'text/plain' }, body: 'Signed in.' };
  }
  if (path === '/revoke') return { body: {} };
  if (path === '/jwks') return { body: { keys: [] } };
  return { status: 404, body: {} };
}

function refusal(all: Deployment, twist: Twist): Answer {
  const honest = `Bearer resource_metadata="${all.origin}/.well-known/oauth-protected-resource/mcp", scope="read"`;
  const challenge = twist.challenge?.(honest, all) ?? honest;
  return { status: 401, headers: { 'www-authenticate': challenge }, body: {} };
}

function document(honest: Members, all: Deployment, change: Twist['resource']): Answer {
  const said = change === undefined ? honest : change(honest, all);
  return isAnswer(said) ? said : { body: said };
}

function isAnswer(said: unknown): said is Exclude<Answer, string> {
  return typeof said === 'object' && said !== null && 'body' in said;
}

function honestResource({ endpoint, issuer }: Deployment): Members {
  return { resource: endpoint, authorization_servers: [issuer], scopes_supported: ['read'] };
}

function honestServer({ issuer, origin }: Deployment): Members {
  return {
    issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    device_authorization_endpoint: `${origin}/device`,
    revocation_endpoint: `${origin}/revoke`,
    jwks_uri: `${origin}/jwks`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  };
}

function honestToken({ form }: Asked, { secrets }: Deployment): Members {
  const isMachine = form.get('grant_type') === 'client_credentials';
  return {
    access_token: secrets.access,
    token_type: 'Bearer',
    expires_in: 3600,
    scope: form.get('scope') ?? 'read',
    ...(isMachine ? {} : { refresh_token: secrets.refresh }),
  };
}

function honestDevice({ origin }: Deployment): Members {
  return {
    device_code: 'device-code-of-this-row',
    user_code: 'WDJB-MJHT',
    verification_uri: `${origin}/activate`,
    expires_in: 600,
    interval: 1,
  };
}

async function signIn({ query }: Asked, all: Deployment, twist: Twist): Promise<void> {
  const callback = new URL(query.get('redirect_uri') ?? '');
  callback.searchParams.set('code', 'code-of-this-row');
  callback.searchParams.set('state', query.get('state') ?? '');
  callback.searchParams.set('iss', all.issuer);
  // What goes wrong here is the listener's doing, and the row looks at how the program ended.
  await (twist.authorize ?? visit)(callback, all).catch(() => undefined);
}

/** Goes where a browser was sent; the status of what it found there. */
export async function visit(url: URL): Promise<void> {
  await fetch(url, { signal: AbortSignal.timeout(5_000) });
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'silence') return;
  const { status = 200, headers = {}, body } = answer;
  response.statusCode = status;
  for (const [name, value] of Object.entries({ 'content-type': 'application/json', ...headers }))
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
