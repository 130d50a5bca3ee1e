import { diagnose } from '../diagnosis/index.ts';
import { AuthcheckError, RunError, UsageError } from '../errors.ts';
import type { FlowStep } from '../job.ts';
import type { Evidence, Finding, FlowRequest, Target, Token, TokenSet } from '../types.ts';
import { tellPage } from './elicited-page.ts';
import type { Io } from './io.ts';
import { createKeptLogins } from './kept-login.ts';
import { type CommonFlags, type Prepared, prepare, theOne } from './prepare.ts';
import { createProgress } from './progress.ts';
import { createRoad } from './road.ts';
import { keptRegistrations } from './token-store.ts';

export interface Obtained {
  readonly step: FlowStep;
  readonly tokens: TokenSet;
  readonly token: Token;
}

export interface WithToken {
  readonly prepared: Prepared;
  readonly obtained: Obtained;
  readonly findings: readonly Finding[];
  readonly road: ReturnType<typeof createRoad>;
}

/**
 * For commands that do one thing with one token: walks target, discovery and token, then hands over.
 * A login that `login` kept is used before a person is asked, unless a `fresh` one is wanted.
 * @throws AuthcheckError whose hint is the fix that the diagnosis names.
 */
export async function withToken(
  io: Io,
  flags: CommonFlags,
  names: readonly string[],
  use: (given: WithToken) => Promise<number>,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<number> {
  const prepared = await prepare(io, flags, names);
  const target = theOne(prepared.targets);
  const request = theFlow(target);
  const progress = createProgress(io);
  const logins = createKeptLogins(io, flags);
  const road = createRoad({
    network: prepared.network,
    person: prepared.person,
    registrations: keptRegistrations(io, flags),
    logins,
    onPage: (url, message) => tellPage(io, url, message),
    schemas: prepared.schemas,
    now: io.now,
    signal: io.signal,
    bothShapes: false,
    refresh: false,
    patient: flags.timeout === undefined,
    onStep: (words) => progress.step(words),
  });
  try {
    const opened = { target, ...road.open(target) };
    const found = await road.discover(opened);
    const base = { ...opened, ...found, request, earlier: [] };
    const step = (fresh ? undefined : await logins.take(base)) ?? base;
    const evidence = (flow: Evidence['flows'][number]): Evidence => ({
      target,
      ...found,
      flows: [flow],
      eras: { legacy: null, modern: null },
      now: io.now,
    });
    try {
      const tokens = await road.obtain(step);
      const token = await road.read(step, tokens);
      progress.done();
      const findings = diagnose({
        evidence: evidence({ request, tokens, token, sessions: [], error: null }),
        results: [],
        errors: [],
        exchanges: opened.http.exchanges,
      });
      return await use({ prepared, obtained: { step, tokens, token }, findings, road });
    } catch (error) {
      if (!(error instanceof AuthcheckError)) throw error;
      const cause = causeOf(error, evidence({ request, sessions: [], error: error.toJSON() }));
      throw cause === undefined ? error : withFix(error, cause);
    }
  } finally {
    progress.done();
    await prepared.close();
  }
}

/** The one flow that a single command walks. */
export function theFlow(target: Target): FlowRequest {
  const [request] = target.flows;
  if (request === undefined) {
    throw new UsageError('usage.no_flow', `No flow is known for ${target.name}.`, {
      hint: 'Name one: --flow client_credentials or --flow authorization_code',
    });
  }
  return request;
}

/**
 * The finding that this error brings. What else is wrong with the endpoint is left to `discover`, unless
 * nobody could be asked for a token because of it.
 */
function causeOf(error: AuthcheckError, evidence: Evidence): Finding | undefined {
  const findings = diagnose({ evidence, results: [], errors: [error.toJSON()], exchanges: [] });
  if (error.code.startsWith('metadata.')) return findings[0];
  const flows = evidence.flows.map((flow) => ({ ...flow, error: null }));
  const before = diagnose({ evidence: { ...evidence, flows }, results: [], errors: [], exchanges: [] });
  return findings.find(({ code }) => !before.some((finding) => finding.code === code));
}

function withFix(error: AuthcheckError, cause: Finding): AuthcheckError {
  // A cause that quotes the authorization server says all that the error does, and in better order.
  const quotes = error.provider?.description !== undefined && cause.cause.includes('server said');
  const told = quotes
    ? `${cause.summary} ${cause.cause}`
    : cause.cause.includes(error.message)
      ? cause.cause
      : `${error.message} ${cause.cause}`;
  return new RunError(error.code, told.trim(), {
    hint: cause.fix,
    cause: error,
    exchanges: error.exchanges,
    retryable: error.retryable,
    ...(error.phase === undefined ? {} : { phase: error.phase }),
    ...(error.target === undefined ? {} : { target: error.target }),
    ...(error.provider === undefined ? {} : { provider: error.provider }),
  });
}
