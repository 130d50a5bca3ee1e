import { type Entra, startEntra } from '../../fixtures/entra/index.ts';
import type { FlowContext, Person } from '../../src/flows/flow.ts';
import { createRegistrations } from '../../src/flows/registrations.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import type { AuthorizationServerMetadata, Discovery, FlowRequest, Http, Target } from '../../src/types.ts';
import { openHttp } from './open-http.ts';

export interface ContextParts {
  readonly http: Http;
  readonly request: FlowRequest;
  readonly metadata?: AuthorizationServerMetadata;
  readonly provider?: 'entra' | 'generic';
  readonly target?: Partial<Target>;
  readonly discovery?: Partial<Discovery>;
  readonly person?: Partial<Person>;
  readonly earlier?: FlowContext['earlier'];
  readonly registrations?: FlowContext['registrations'];
  readonly signal?: AbortSignal;
}

/** What a run hands to a flow, with everything that a test does not care about filled in. */
export function contextOf(parts: ContextParts): FlowContext {
  const { http, request, metadata } = parts;
  const target: Target = {
    name: 'calculator',
    url: 'https://calculator.example.com/mcp',
    allowedOrigins: [],
    headers: [],
    protocol: 'auto',
    flows: [request],
    expect: { tools: [], calls: [] },
    timeoutMs: 20_000,
    ...parts.target,
  };
  return {
    target,
    request,
    profile: profileNamed(parts.provider ?? 'generic'),
    discovery: discoveryOf(metadata, parts.discovery),
    http,
    person: { present: true, open: () => Promise.resolve(false), tell: () => {}, ...parts.person },
    earlier: parts.earlier ?? [],
    registrations: parts.registrations ?? createRegistrations(),
    now: Date.now,
    ...(parts.signal === undefined ? {} : { signal: parts.signal }),
  };
}

/** A discovery that found this metadata and nothing else. */
export function discoveryOf(
  metadata: AuthorizationServerMetadata | undefined,
  parts: Partial<Discovery> = {},
): Discovery {
  return {
    answers: [],
    challenge: null,
    protectedResourceMetadata: null,
    protectedResourceTried: [],
    issuer: metadata?.issuer ?? null,
    authorizationServers: metadata?.issuer === undefined ? [] : [metadata.issuer],
    authorizationServerMetadata: metadata === undefined ? null : located(metadata),
    authorizationServerTried: [],
    resource: null,
    notes: [],
    ...parts,
  };
}

/** A document as discovery hands it on. */
export function located<T>(document: T): { url: string; document: T; exchange: number; tried: [] } {
  return { url: 'https://found.example/', document, exchange: 1, tried: [] };
}

/** The stand-in for Entra ID with its metadata read and a network room that trusts it. */
export interface EntraWorld {
  readonly entra: Entra;
  readonly http: Http;
  readonly metadata: AuthorizationServerMetadata;
  readonly api: string;
  /** A context pinned to the tenant, as flags `--tenant`, `--authority` and `--audience` make it. */
  readonly context: (request: FlowRequest, parts?: Partial<ContextParts>) => FlowContext;
  readonly close: () => Promise<void>;
}

export async function entraWorld(): Promise<EntraWorld> {
  const entra = await startEntra();
  const { http, close } = openHttp(entra.ca);
  const found = await http.send({
    method: 'GET',
    url: `${entra.issuer}/.well-known/openid-configuration`,
    purpose: 'metadata',
    phase: 'discovery',
  });
  const metadata = JSON.parse(found.body) as AuthorizationServerMetadata;
  const api = entra.directory.applicationNamed('Calculator API').appId;
  return {
    entra,
    http,
    metadata,
    api,
    context: (request, parts = {}) =>
      contextOf({
        http,
        request,
        metadata,
        provider: 'entra',
        ...parts,
        target: { tenant: entra.tenantId, authority: entra.authority, audience: api, ...parts.target },
        person: { open: (url) => entra.signIn(url).then(() => true), ...parts.person },
      }),
    close: async () => {
      await Promise.all([close(), entra.close()]);
    },
  };
}

/** The error that a promise rejects with; fails when it resolves. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => {
      throw new Error('expected a failure, and there was none');
    },
    (error: unknown) => error,
  );
}
