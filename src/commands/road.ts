import { converse, createProbe, type SchemaValidator } from '../client/index.ts';
import { type Discovered, discover, rediscover } from '../discovery/index.ts';
import { UsageError } from '../errors.ts';
import type { Person } from '../flows/flow.ts';
import { flowNamed } from '../flows/index.ts';
import { createRegistrations } from '../flows/registrations.ts';
import type { Network } from '../http/index.ts';
import type { Conversed, FlowStep, Road } from '../job.ts';
import { issuerMatches, profileFor } from '../profiles/index.ts';
import type { Evidence, FlowRequest, Registrations, Target, TokenSet } from '../types.ts';
import { VERSION } from '../version.ts';
import { DEFAULT_TIMEOUT_MS } from './config/values.ts';
import { createIssuerGates } from './fleet/issuer-gate.ts';
import { patientHttp } from './fleet/patient-http.ts';
import { createTokenReader } from './fleet/read-tokens.ts';
import { createSharedKeys } from './fleet/shared-keys.ts';
import { createSharedTokens, gatedHttp } from './fleet/shared-tokens.ts';
import { type KeptLogins, withKeptLogins } from './kept-login.ts';
import { type RenewalMeans, renewalOf } from './renewal.ts';
import { serverProbes } from './server-probes.ts';

export const CLIENT_INFO = { name: 'mcp-authcheck', version: VERSION } as const;

export interface RoadOptions {
  readonly network: Network;
  readonly person: Person;
  /** What `login` kept for later runs; absent: nothing was. */
  readonly logins?: KeptLogins;
  /** Where clients that register themselves are kept; default: for this run. */
  readonly registrations?: Registrations;
  readonly now: () => number;
  /** Whether the unauthenticated question is asked in both eras' shapes. */
  readonly bothShapes: boolean;
  /** Whether a refresh token that came is tried at once. */
  readonly refresh: boolean;
  /** Nobody said how long to wait: a person then gets longer than a server does. */
  readonly patient?: boolean;
  /** Requests at once to one authorization server; default 4. */
  readonly issuerConcurrency?: number;
  /** Shared by every conversation of the run; whoever made it closes it. */
  readonly schemas?: SchemaValidator;
  /** Told every page that a server wants a person to visit. */
  readonly onPage?: (url: string, message: string) => void;
  /** Called at the start of every step, in plain words. */
  readonly onStep?: (words: string, target: Target) => void;
  readonly signal?: AbortSignal;
}

/** Puts the rooms together into the road that a run walks. */
export function createRoad(options: RoadOptions): Road {
  const gateOf = createIssuerGates(options.issuerConcurrency ?? ISSUER_CONCURRENCY);
  const sharedTokens = createSharedTokens(gateOf, options.now);
  /** By target, when its servers want to be asked again; milliseconds since the epoch. */
  const busyUntil = new Map<string, number>();
  const registrations = options.registrations ?? createRegistrations();
  const say = options.onStep ?? (() => undefined);
  const eras = options.bothShapes ? 'both' : 'one';
  const waiting = (target: Target): Target => (options.patient === true ? patiently(target) : target);
  const parts = {
    person: options.person,
    registrations,
    now: options.now,
  };
  const ending = (signal = options.signal) => (signal === undefined ? {} : { signal });
  const runFlow: Road['obtain'] = (step) => {
    const own = { ...step, target: waiting(step.target), ...parts, ...ending(step.signal) };
    return flowNamed(step.request.flow).run(own);
  };
  const obtaining = (fresh: boolean): Road['obtain'] => {
    const run: Road['obtain'] = async (step) => {
      say(`getting a token by ${step.request.flow}`, step.target);
      refuseMistake(step);
      return await sharedTokens.obtain(step, runFlow, fresh);
    };
    return options.logins === undefined ? run : withKeptLogins(run, options.logins);
  };
  const means: RenewalMeans = {
    // The endpoint has just refused the token that the others have.
    obtain: obtaining(true),
    personPresent: options.person.present,
    tell: options.person.tell,
    read: createTokenReader(createSharedKeys()),
    rediscover: (step, challenge) => {
      say(`asking again what ${step.target.url} wants`, step.target);
      return byOwnName(rediscover({ ...step, profileFor, eras, challenge }));
    },
  };
  return {
    open: (target, signal) => {
      const { name, url, timeoutMs } = target;
      const opened = options.network.open({
        name,
        url,
        timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      });
      const wait = (asked: number): void => void busyUntil.set(name, options.now() + asked);
      const http = patientHttp(opened, wait, signal ?? options.signal);
      return { http, probe: createProbe(http, target) };
    },
    profile: (target) => profileFor(target),
    discover: ({ target, http, probe }) => {
      say(`asking ${target.url} what it wants`, target);
      return byOwnName(discover({ target, profileFor, http, probe, eras }));
    },
    ...means,
    obtain: obtaining(false),
    sharedWith: sharedTokens.sharedWith,
    busyFor: ({ name }) => Math.max(0, (busyUntil.get(name) ?? 0) - options.now()),
    converse: (step, tokens, known, only) => {
      say(`talking MCP with the token of ${step.request.flow}`, step.target);
      return talk(step, tokens, { ...options, ...ending(step.signal), means, eras: known, only });
    },
    serverProbe: (evidence, http, signal) => {
      const gate = gateOf(evidence.discovery?.issuer ?? new URL(evidence.target.url).origin);
      const own = { ...evidence, target: waiting(evidence.target) };
      return serverProbes(own, gatedHttp(http, gate, signal), { ...parts, ...ending(signal) });
    },
    follow: (request, tokens) => (options.refresh ? refreshOf(request, tokens) : undefined),
  };
}

const ISSUER_CONCURRENCY = 4;

/** Settings that the provider is certain to refuse, where it became known by discovery only. */
function refuseMistake({ profile, target, request }: FlowStep): void {
  const mistake = profile.mistake(target, request);
  if (mistake === undefined) return;
  throw new UsageError(mistake.code, mistake.message, {
    target: target.name,
    phase: 'token',
    hint: mistake.fix,
  });
}

/** Long enough for a second factor, or to type a code on another device. */
const PATIENCE_MS = 300_000;

/** Flows wait for a person as long as their target says; each exchange has its own bound, from `open`. */
function patiently(target: Target): Target {
  return target.timeoutMs === DEFAULT_TIMEOUT_MS ? { ...target, timeoutMs: PATIENCE_MS } : target;
}

/** An issuer that was pinned by an alias of its tenant goes by the name that it gives itself from here on. */
async function byOwnName(discovering: Promise<Discovered>): Promise<Discovered> {
  const found = await discovering;
  const { discovery, profile } = found;
  const published = discovery.authorizationServerMetadata?.document.issuer;
  if (discovery.issuer === null || published === undefined) return found;
  return issuerMatches(profile, discovery.issuer, published)
    ? { ...found, discovery: { ...discovery, issuer: published } }
    : found;
}

interface Talk extends Pick<RoadOptions, 'schemas' | 'signal' | 'onPage'> {
  readonly means: RenewalMeans;
  readonly eras: Evidence['eras'];
  readonly only: 'connect' | 'list' | undefined;
}

async function talk(step: FlowStep, tokens: TokenSet, options: Talk): Promise<Conversed> {
  const { target, http, request } = step;
  const refreshed = request.flow === 'refresh_token';
  const { renew, renewals } = renewalOf(step, tokens, options.means);
  const sessions = await converse({
    url: target.url,
    http,
    token: tokens.tokenType === 'none' ? null : tokens.accessToken,
    proof: tokens.proof,
    renew,
    headers: target.headers,
    protocol: refreshed && target.protocol === 'both' ? 'auto' : target.protocol,
    calls: target.expect.calls,
    callDefaults: target.expect.calls.length === 0 && target.expect.tools.length === 0,
    elicit: target.elicit,
    onPage: options.onPage,
    timeoutMs: target.timeoutMs,
    clientInfo: CLIENT_INFO,
    eras: options.eras,
    schemas: options.schemas,
    only: options.only,
    signal: options.signal,
  });
  return { sessions, renewals };
}

/** A refresh token that came is always tried: the new access token must open the door too. */
function refreshOf(request: FlowRequest, tokens: TokenSet): FlowRequest | undefined {
  if (tokens.refreshToken === undefined || request.flow === 'refresh_token') return undefined;
  return { ...request, flow: 'refresh_token' };
}
