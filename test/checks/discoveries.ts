import type { CheckContext } from '../../src/checks/check.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import type {
  AuthorizationServerMetadata,
  Discovery,
  Evidence,
  Located,
  ProtectedResourceMetadata,
} from '../../src/types.ts';
import { plainVault } from '../token/tokens.ts';

const ISSUER = 'https://as.example';
const PRM = 'https://h.example/prm';

/** Changes to what is published; `undefined` takes a member out. */
type Changed<T> = { readonly [member in keyof T]?: T[member] | undefined };

export interface Changes {
  readonly resource?: Changed<ProtectedResourceMetadata> | null;
  readonly server?: Changed<AuthorizationServerMetadata> | null;
  /** Parameters of the challenge in place of the location of the metadata. */
  readonly challenge?: Readonly<Record<string, string>>;
  readonly issuer?: string | null;
}

/** What an endpoint says of itself that does everything right, but for the changes. */
export function discoveryOf({
  resource = {},
  server = {},
  challenge,
  issuer = ISSUER,
}: Changes = {}): Discovery {
  const document = without<ProtectedResourceMetadata>({
    resource: 'https://h.example/mcp',
    authorization_servers: [ISSUER],
    ...resource,
  });
  const metadata = without<AuthorizationServerMetadata>({
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/authorize`,
    code_challenge_methods_supported: ['S256'],
    ...server,
  });
  return {
    answers: [{ era: 'modern', status: 401, challenges: [], wwwAuthenticate: [], exchange: 1 }],
    challenge: { scheme: 'Bearer', parameters: challenge ?? { resource_metadata: PRM } },
    protectedResourceMetadata: resource === null ? null : { url: PRM, document, exchange: 2, tried: [] },
    protectedResourceTried: resource === null ? [{ url: PRM, status: 404, outcome: '404' }] : [],
    issuer,
    authorizationServers: resource === null ? [] : (document.authorization_servers ?? []),
    authorizationServerMetadata:
      server === null || issuer === null
        ? null
        : { url: `${ISSUER}/metadata`, document: metadata, exchange: 3, tried: [] },
    authorizationServerTried: [],
    resource: document.resource ?? null,
    notes: [],
  };
}

/** The same document, found at another place. */
export function published(url: string, discovery: Discovery): Located<ProtectedResourceMetadata> {
  const document = discovery.protectedResourceMetadata?.document ?? {};
  return { url, document, exchange: 2, tried: [] };
}

/** A context for checks that send nothing. */
export function contextOf(evidence: Partial<Evidence> = {}): CheckContext {
  return {
    evidence: {
      target: {
        name: 'x',
        url: 'https://h.example/mcp',
        allowedOrigins: [],
        headers: [],
        protocol: 'auto',
        flows: [],
        expect: { tools: [], calls: [] },
        timeoutMs: 1000,
      },
      profile: profileNamed('generic'),
      discovery: null,
      flows: [],
      eras: { legacy: null, modern: null },
      now: () => 0,
      ...evidence,
    },
    http: {
      vault: plainVault(),
      exchanges: [],
      takeError: () => undefined,
      fetch: () => globalThis.fetch,
      send: () => Promise.reject(new Error('not in this test')),
    },
    probe: () => Promise.reject(new Error('not in this test')),
  };
}

function without<T>(members: Changed<T>): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
