import { converse, createProbe, type SchemaValidator } from '../client/index.ts';
import { type Discovered, type DiscoverOptions, discover } from '../discovery/index.ts';
import type { Person } from '../flows/flow.ts';
import { flowNamed } from '../flows/index.ts';
import type { Network } from '../http/index.ts';
import type { FlowStep, Road } from '../job.ts';
import { issuerMatches, profileFor } from '../profiles/index.ts';
import { createKeyCache, decodeToken, type KeyCache, verifySignature } from '../token/index.ts';
import type { Evidence, FlowRequest, Session, Target, Token, TokenSet } from '../types.ts';
import { VERSION } from '../version.ts';
import { DEFAULT_TIMEOUT_MS } from './config/values.ts';
import type { KeptLogin } from './kept-login.ts';

export const CLIENT_INFO = { name: 'mcp-authcheck', version: VERSION } as const;

export interface RoadOptions {
  readonly network: Network;
  readonly person: Person;
  readonly now: () => number;
  /** Whether the unauthenticated question is asked in both eras' shapes. */
  readonly bothShapes: boolean;
  /** Whether a refresh token that came is tried at once. */
  readonly refresh: boolean;
  /** Nobody said how long to wait: a person then gets longer than a server does. */
  readonly patient?: boolean;
  /** Shared by every conversation of the run; whoever made it closes it. */
  readonly schemas?: SchemaValidator;
  /** The login of an earlier run, for a refresh that no flow of this run goes before. */
  readonly kept?: (step: FlowStep) => Promise<KeptLogin | undefined>;
  /** How far the conversation goes; default: lists and calls. */
  readonly only?: 'connect' | 'list';
  /** Called at the start of every step, in plain words. */
  readonly onStep?: (words: string, target: Target) => void;
  readonly signal?: AbortSignal;
}

/** Puts the rooms together into the road that a run walks. */
export function createRoad(options: RoadOptions): Road {
  const keys = createKeyCache();
  const say = options.onStep ?? (() => undefined);
  return {
    open: (target) => {
      const http = options.network.open({ name: target.name, url: target.url, timeoutMs: target.timeoutMs });
      return { http, probe: createProbe(http, target) };
    },
    profile: (target) => profileFor(target),
    discover: ({ target, http, probe }) => {
      say(`asking ${target.url} what it wants`, target);
      return discoverIssuer({ target, profileFor, http, probe, eras: options.bothShapes ? 'both' : 'one' });
    },
    obtain: async (step) => {
      say(`getting a token by ${step.request.flow}`, step.target);
      const alone = step.request.flow === 'refresh_token' && step.earlier.length === 0;
      const kept = alone ? await options.kept?.(step) : undefined;
      const tokens = await flowNamed(step.request.flow).run({
        ...(kept?.step ?? step),
        ...(options.patient === true ? { target: patiently(step.target) } : {}),
        person: options.person,
        now: options.now,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      await kept?.renew(tokens);
      return tokens;
    },
    read: (step, tokens) => readToken(step, tokens, keys),
    converse: (step, tokens, eras) => {
      say(`talking MCP with the token of ${step.request.flow}`, step.target);
      return talk(step, tokens, eras, options);
    },
    follow: (request, tokens) => (options.refresh ? refreshOf(request, tokens) : undefined),
  };
}

/** Long enough for a second factor, or to type a code on another device. */
const PATIENCE_MS = 300_000;

/** Flows wait for a person as long as their target says; each exchange has its own bound, from `open`. */
function patiently(target: Target): Target {
  return target.timeoutMs === DEFAULT_TIMEOUT_MS ? { ...target, timeoutMs: PATIENCE_MS } : target;
}

/** An issuer that was pinned by an alias of its tenant goes by the name that it gives itself from here on. */
async function discoverIssuer(options: DiscoverOptions): Promise<Discovered> {
  const found = await discover(options);
  const { discovery, profile } = found;
  const published = discovery.authorizationServerMetadata?.document.issuer;
  if (discovery.issuer === null || published === undefined) return found;
  return issuerMatches(profile, discovery.issuer, published)
    ? { ...found, discovery: { ...discovery, issuer: published } }
    : found;
}

async function readToken(step: FlowStep, tokens: TokenSet, keys: KeyCache): Promise<Token> {
  const token = decodeToken(tokens.accessToken.reveal());
  const jwksUri =
    step.target.jwksUri ?? step.discovery.authorizationServerMetadata?.document.jwks_uri ?? undefined;
  if (token.format !== 'jwt' || jwksUri === undefined) return token;
  return verifySignature(tokens.accessToken, token, { jwksUri, http: step.http, cache: keys });
}

async function talk(
  step: FlowStep,
  tokens: TokenSet,
  eras: Evidence['eras'],
  options: RoadOptions,
): Promise<readonly Session[]> {
  const { target, http, request } = step;
  const refreshed = request.flow === 'refresh_token';
  return converse({
    url: target.url,
    http,
    token: tokens.tokenType === 'none' ? null : tokens.accessToken,
    headers: target.headers,
    protocol: refreshed && target.protocol === 'both' ? 'auto' : target.protocol,
    calls: target.expect.calls,
    callDefaults: target.expect.calls.length === 0 && target.expect.tools.length === 0,
    timeoutMs: target.timeoutMs,
    clientInfo: CLIENT_INFO,
    eras,
    ...(options.schemas === undefined ? {} : { schemas: options.schemas }),
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** A refresh token that came is always tried: the new access token must open the door too. */
function refreshOf(request: FlowRequest, tokens: TokenSet): FlowRequest | undefined {
  if (tokens.refreshToken === undefined || request.flow === 'refresh_token') return undefined;
  return { ...request, flow: 'refresh_token' };
}
