import type { Symptoms } from '../../src/diagnosis/rule.ts';
import type { ErrorObject, ProviderError } from '../../src/errors.ts';
import { AuthcheckError } from '../../src/errors.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import { Secret } from '../../src/secret.ts';
import type {
  Discovery,
  Evidence,
  Exchange,
  FlowEvidence,
  FlowRequest,
  Result,
  Session,
  Target,
  Token,
  TokenSet,
} from '../../src/types.ts';

export const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
export const API = '11112222-bbbb-3333-cccc-4444dddd5555';
export const CLIENT = '00001111-aaaa-2222-bbbb-3333cccc4444';
export const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
export const URL_OF_ENDPOINT = 'https://calculator.example.com/mcp';
const PRM = 'https://calculator.example.com/.well-known/oauth-protected-resource/mcp';
const NOW = Date.parse('2026-11-23T09:00:00.000Z');

export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

export function token(changed: Partial<Token> = {}): Token {
  return {
    format: 'jwt',
    header: { typ: 'JWT', alg: 'RS256', kid: 'k1' },
    claims: { ver: '2.0' },
    aud: [API],
    scp: [],
    roles: ['Calculator.Add.All'],
    iss: ISSUER,
    sub: 'sub-1',
    clientId: CLIENT,
    tenant: TENANT,
    version: '2.0',
    appOnly: true,
    issuedAt: at(-5),
    notBefore: at(-5),
    expiresAt: at(60),
    signature: 'verified',
    signatureReason: null,
    remarks: [],
    ...changed,
  };
}

export const person = (changed: Partial<Token> = {}): Token =>
  token({ appOnly: false, roles: [], scp: ['calculator.add'], ...changed });

export function session(changed: Partial<Session> = {}): Session {
  return {
    protocol: '2025-11-25',
    era: 'legacy',
    server: { name: 'calculator', version: '1.0.0' },
    tools: [{ name: 'add' }],
    calls: [],
    droppedTools: [],
    elicitations: [],
    stateful: false,
    error: null,
    exchanges: [],
    ...changed,
  };
}

const tokens = (): TokenSet => ({
  accessToken: new Secret('t'),
  refreshToken: new Secret('r'),
  tokenType: 'Bearer',
  expiresAt: null,
  scopes: ['calculator.add'],
  library: 'msal',
  exchanges: [],
});

interface FlowChanges extends Partial<Omit<FlowEvidence, 'request'>> {
  readonly request?: Partial<FlowRequest>;
}

export function flow({ request, ...changed }: FlowChanges = {}): FlowEvidence {
  return {
    request: { flow: 'client_credentials', clientId: CLIENT, ...request },
    tokens: tokens(),
    token: token(),
    sessions: [session()],
    error: null,
    ...changed,
  };
}

export function discovery(changed: Partial<Discovery> = {}): Discovery {
  return {
    answers: [
      { era: 'legacy', status: 401, challenges: [], wwwAuthenticate: [], exchange: 1 },
      { era: 'modern', status: 401, challenges: [], wwwAuthenticate: [], exchange: 2 },
    ],
    challenge: { scheme: 'Bearer', parameters: { resource_metadata: PRM } },
    protectedResourceMetadata: {
      url: PRM,
      document: {
        resource: URL_OF_ENDPOINT,
        authorization_servers: [ISSUER],
        scopes_supported: [`api://${API}/calculator.add`],
      },
      exchange: 3,
      tried: [],
    },
    protectedResourceTried: [],
    issuer: ISSUER,
    authorizationServers: [ISSUER],
    authorizationServerMetadata: {
      url: `${ISSUER}/.well-known/openid-configuration`,
      document: {
        issuer: ISSUER,
        jwks_uri: `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
      },
      exchange: 4,
      tried: [],
    },
    authorizationServerTried: [],
    resource: URL_OF_ENDPOINT,
    notes: [],
    ...changed,
  };
}

export interface World {
  readonly target?: Partial<Target>;
  readonly profile?: string;
  readonly discovery?: Discovery | null;
  readonly flows?: readonly FlowEvidence[];
  readonly results?: readonly Result[];
  readonly errors?: readonly ErrorObject[];
  readonly exchanges?: readonly Exchange[];
}

/** A healthy run at Entra ID, but for what is changed. Errors of flows and sessions are among the errors. */
export function symptoms(world: World = {}): Symptoms {
  const flows = world.flows ?? [
    flow(),
    flow({
      request: { flow: 'authorization_code', scopes: [`api://${API}/calculator.add`, 'offline_access'] },
      token: person(),
    }),
  ];
  const target: Target = {
    name: 'calculator',
    url: URL_OF_ENDPOINT,
    provider: 'entra',
    tenant: TENANT,
    audience: API,
    allowedOrigins: [],
    headers: [],
    protocol: 'auto',
    flows: flows.map((one) => one.request),
    expect: { tools: [], calls: [] },
    timeoutMs: 30_000,
    ...world.target,
  };
  const evidence: Evidence = {
    target,
    profile: profileNamed(world.profile ?? 'entra'),
    discovery: world.discovery === undefined ? discovery() : world.discovery,
    flows,
    eras: { legacy: true, modern: true },
    now: () => NOW,
  };
  const ofFlows = flows.flatMap((one) => [one.error, ...one.sessions.map((each) => each.error)]);
  const errors = [...(world.errors ?? []), ...ofFlows.filter((error) => error !== null)];
  return { evidence, results: world.results ?? [], errors, exchanges: world.exchanges ?? [] };
}

export function error(
  code: string,
  message = `It went wrong (${code}).`,
  provider?: ProviderError,
): ErrorObject {
  return new AuthcheckError(code, message, provider === undefined ? {} : { provider }).toJSON();
}

export function failed(id: string, changed: Partial<Result> = {}): Result {
  const [group = ''] = id.split('/');
  return {
    id,
    group,
    level: 'MUST',
    spec: [],
    verdict: 'fail',
    message: `broken: ${id}`,
    exchanges: [],
    ...changed,
  };
}
