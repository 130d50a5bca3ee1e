import {
  type CalculatorBehaviour,
  type CalculatorOptions,
  startCalculator,
} from '../../fixtures/calculator/index.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import { converse, createProbe } from '../../src/client/index.ts';
import { discover } from '../../src/discovery/index.ts';
import { createNetwork, createVault } from '../../src/http/index.ts';
import { profileFor } from '../../src/profiles/index.ts';
import type { Secret } from '../../src/secret.ts';
import { createProof, decodeToken, verifySignature } from '../../src/token/index.ts';
import type {
  Evidence,
  Expectations,
  FlowEvidence,
  Http,
  Target,
  TokenExpectation,
  TokenSet,
} from '../../src/types.ts';
import { startDpopGate } from './dpop-gate.ts';
import { type Issuer, startIssuer } from './issuer.ts';

/** How a world differs from one in which everything is as it should be. */
export interface WorldOptions {
  readonly behaviour?: CalculatorBehaviour;
  /** What the calculator expects of tokens. */
  readonly calculator?: Partial<Pick<CalculatorOptions, 'audience' | 'issuer' | 'eras'>>;
  readonly metadata?: (document: object) => object | undefined;
  readonly claims?: object;
  readonly strangersToken?: boolean;
  readonly expectToken?: TokenExpectation;
  readonly expect?: Expectations;
  readonly attackTokens?: boolean;
  /** A refresh token came and was tried; `stranger`: the refreshed token has a foreign signature. */
  readonly refresh?: 'issuer' | 'stranger';
  readonly flow?: 'none';
  /** Tokens are bound to a key (RFC 9449), and the endpoint sees to that, or takes them without their proof, too. */
  readonly bound?: 'seen to' | 'overlooked';
  readonly provider?: string;
  readonly timeoutMs?: number;
}

export interface World {
  readonly context: CheckContext;
  readonly close: () => Promise<void>;
}

export const AUDIENCE = 'api://calculator';

/** A calculator behind an authorization server, and the evidence that a run has of the two. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const issuer = await startIssuer(options.metadata);
  const gate = options.bound === undefined ? undefined : await startDpopGate(options.bound === 'overlooked');
  const calculator = await startCalculator({
    ...(gate === undefined ? {} : { resource: `${gate.origin}/mcp` }),
    jwksUri: issuer.jwksUri,
    issuer: issuer.url,
    audience: AUDIENCE,
    authorizationServers: [issuer.url],
    ...options.calculator,
    ...(options.behaviour === undefined ? {} : { behaviour: options.behaviour }),
  });
  const vault = createVault();
  const network = createNetwork({ vault });
  gate?.serve(calculator.origin);
  const target = targetOf(gate === undefined ? calculator.url : `${gate.origin}/mcp`, options);
  const http = network.open({ name: target.name, url: target.url, timeoutMs: target.timeoutMs });
  const probe = createProbe(http, target);
  const found = await discover({ target, http, probe, profileFor, eras: 'both' });
  const flows = await walk(issuer, target, http, options);
  const attackTokens =
    options.attackTokens === true ? await mintAttacks(issuer, vault.keep.bind(vault)) : undefined;
  return {
    context: {
      evidence: {
        target,
        profile: found.profile,
        discovery: found.discovery,
        flows,
        eras: erasOf(flows),
        now: Date.now,
      },
      http,
      probe,
      ...(attackTokens === undefined ? {} : { attackTokens, allows: DISCLOSING }),
    },
    close: async () => {
      await network.close();
      await Promise.all([gate?.close(), calculator.close(), issuer.close()]);
    },
  };
}

/** Whoever hands out attack tokens lets the endpoint see them. */
const DISCLOSING = { disclosing: true, signIns: false, registering: false, waitExpiryMs: 0 };

function targetOf(url: string, options: WorldOptions): Target {
  return {
    name: 'calculator',
    url,
    audience: AUDIENCE,
    ...(options.provider === undefined ? {} : { provider: options.provider }),
    allowedOrigins: [],
    headers: [],
    protocol: 'both',
    flows: [],
    expect: options.expect ?? { tools: [], calls: [] },
    timeoutMs: options.timeoutMs ?? 10_000,
  };
}

async function walk(
  issuer: Issuer,
  target: Target,
  http: Http,
  options: WorldOptions,
): Promise<FlowEvidence[]> {
  if (options.flow === 'none') return [goWithout(http)];
  const sign = options.strangersToken === true ? issuer.mintAsStranger : issuer.mint;
  const key = options.bound === undefined ? undefined : await createProof();
  const bound = key === undefined ? {} : { cnf: { jkt: key.thumbprint } };
  const aud = [AUDIENCE, target.url];
  const raw = await sign(claimsAt(issuer, { aud, ...bound, ...options.claims }));
  const first = await goWith(raw, issuer, target, http, options, key);
  if (options.refresh === undefined) return [first];
  const mint = options.refresh === 'stranger' ? issuer.mintAsStranger : issuer.mint;
  const second = await goWith(await mint(claimsAt(issuer, { aud, jti: 'refreshed' })), issuer, target, http, {
    refresh: options.refresh,
  });
  const tokens = first.tokens && {
    ...first.tokens,
    refreshToken: http.vault.keep('a-refresh-token-of-the-test'),
  };
  return [
    { ...first, ...(tokens === undefined ? {} : { tokens }) },
    { ...second, request: { flow: 'refresh_token' } },
  ];
}

async function goWith(
  raw: string,
  issuer: Issuer,
  target: Target,
  http: Http,
  options: WorldOptions,
  key?: TokenSet['proof'],
): Promise<FlowEvidence> {
  const accessToken = http.vault.keep(raw);
  const type = key === undefined ? { tokenType: 'Bearer' } : { tokenType: 'DPoP', proof: key };
  return {
    request: {
      flow: 'client_credentials',
      ...(options.expectToken === undefined ? {} : { expect: options.expectToken }),
    },
    tokens: { ...tokenSet, ...type, library: 'openid-client', accessToken },
    token: await verifySignature(accessToken, decodeToken(raw), { jwksUri: issuer.jwksUri, http }),
    sessions: converses(options) ? await talk(target, http, accessToken) : [],
    error: null,
  };
}

function goWithout(http: Http): FlowEvidence {
  const accessToken = http.vault.keep('');
  return {
    request: { flow: 'none' },
    tokens: { ...tokenSet, tokenType: 'none', library: 'none', accessToken },
    sessions: [],
    error: null,
  };
}

const tokenSet = { expiresAt: null, scopes: null, exchanges: [] } as const;

/** Conversations cost more than everything else here: only where a check looks at them. */
function converses(options: WorldOptions): boolean {
  return options.expect !== undefined || options.refresh !== undefined;
}

function talk(target: Target, http: Http, token: Secret) {
  return converse({
    url: target.url,
    http,
    token,
    headers: [],
    protocol: 'both',
    calls: target.expect.calls,
    callDefaults: false,
    timeoutMs: 10_000,
    clientInfo: { name: 'checks-test', version: '1' },
  });
}

function erasOf(flows: readonly FlowEvidence[]): Evidence['eras'] {
  const spoken = (era: 'legacy' | 'modern') => {
    const sessions = flows.flatMap((flow) => flow.sessions).filter((session) => session.era === era);
    if (sessions.some((session) => session.error === null)) return true;
    return sessions.some((session) => session.error?.code === 'mcp.era_not_supported') ? false : null;
  };
  return { legacy: spoken('legacy'), modern: spoken('modern') };
}

function claimsAt(issuer: Issuer, claims: object = {}): object {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'machine',
    azp: 'machine',
    iat: now,
    exp: now + 600,
    roles: ['calculator.add', 'calculator.subtract'],
    ...claims,
  };
}

async function mintAttacks(issuer: Issuer, keep: (value: string) => Secret) {
  const past = Math.floor(Date.now() / 1000) - 3600;
  return {
    wrongAudience: keep(await issuer.mint(claimsAt(issuer, { aud: 'api://another' }))),
    wrongIssuer: keep(await issuer.mint(claimsAt(issuer, { iss: 'https://another.example' }))),
    expired: keep(await issuer.mint(claimsAt(issuer, { iat: past - 600, exp: past }))),
  };
}
