import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckContext } from './checks/check.ts';
import { AuthcheckError, type ErrorObject, RunError } from './errors.ts';
import type { FlowStep, Job, StepContext } from './job.ts';
import { blocked, discoveryResult, failed, renewalResult, sessionResults, tokenResult } from './results.ts';
import type {
  Discovery,
  Evidence,
  FlowEvidence,
  FlowRequest,
  Http,
  Profile,
  Result,
  Target,
  Token,
  TokenSet,
} from './types.ts';
import { knownEras, withExpectedFailures } from './verdicts.ts';

/** What is known of a target so far; it fills up while the road is walked. */
export interface Walk {
  readonly target: Target;
  readonly http: Http;
  readonly results: Result[];
  readonly errors: ErrorObject[];
  readonly flows: FlowEvidence[];
  found: Found | undefined;
}

export interface Found {
  readonly discovery: Discovery;
  readonly profile: Profile;
}

/**
 * Walks the road for one target and runs the checks; what comes of it is told to `report` and put into `walk`.
 * Rejects only on a bug. When the step's signal aborts, everything that is still to come fails at once.
 */
export async function walkRoad(
  job: Job,
  walk: Walk,
  step: StepContext,
  report: (result: Result) => void,
  now: () => number,
): Promise<void> {
  const { target, errors, flows } = walk;
  await discover(job, walk, step, report);
  if (job.until !== 'discovery') {
    if (walk.found === undefined) {
      for (const request of target.flows) {
        flows.push({ request, sessions: [], error: null });
        report(blocked('road/token', 'Not tried: the endpoint did not answer as one.', request.flow));
      }
    } else {
      walk.found = await walkFlows(job, { ...step, ...walk.found }, flows, errors, report);
    }
  }
  if (walk.found === undefined || step.signal?.aborted === true) return;
  const evidence = evidenceOf(job, walk, now);
  const judged = await job.runChecks(job.checks, checkContext(job, step, evidence));
  const mayFail = new Set([...(job.expectedFailures ?? []), ...(target.expectedFailures ?? [])]);
  for (const result of withExpectedFailures(judged, mayFail)) report(result);
}

/** Everything that was found, as checks and diagnosis read it. */
export function evidenceOf(job: Job, { target, flows, found }: Walk, now: () => number): Evidence {
  return {
    target,
    profile: found?.profile ?? job.road.profile(target),
    discovery: found?.discovery ?? null,
    flows,
    eras: knownEras(flows.flatMap((flow) => flow.sessions)),
    now,
  };
}

async function discover(
  job: Job,
  walk: Walk,
  step: StepContext,
  report: (result: Result) => void,
): Promise<void> {
  const { target, errors } = walk;
  try {
    const { error, ...discovered } = await job.road.discover(step);
    walk.found = discovered;
    if (error === undefined) {
      report(discoveryResult(discovered.discovery));
    } else {
      errors.push(asErrorObject(error, target, 'discovery'));
      report(failed('road/discovery', error.toJSON()));
    }
  } catch (error) {
    const failure = asErrorObject(error, target, 'discovery');
    errors.push(failure);
    report(failed('road/discovery', failure));
  }
}

function checkContext(job: Job, { http, probe, signal }: StepContext, evidence: Evidence): CheckContext {
  const { attackTokens, allows, road } = job;
  return {
    evidence,
    http,
    probe,
    ...(attackTokens === undefined ? {} : { attackTokens }),
    ...(allows === undefined ? {} : { allows }),
    ...(road.serverProbe === undefined ? {} : { serverProbe: road.serverProbe(evidence, http, signal) }),
    ...(signal === undefined ? {} : { wait: (milliseconds) => waitUnlessOver(milliseconds, signal) }),
  };
}

/** What has to wait for longer than there is time fails with its next request. */
async function waitUnlessOver(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

async function walkFlows(
  job: Job,
  step: StepContext & Found,
  flows: FlowEvidence[],
  errors: ErrorObject[],
  report: (result: Result) => void,
): Promise<Found> {
  let { discovery, profile } = step;
  const queue = [...step.target.flows];
  const earlier: { readonly request: FlowRequest; readonly tokens: TokenSet }[] = [];
  while (queue.length > 0 && step.signal?.aborted !== true) {
    const request = queue.shift();
    if (request === undefined) break;
    const flowStep: FlowStep = { ...step, discovery, profile, request, earlier };
    const eras = knownEras(flows.flatMap((flow) => flow.sessions));
    const { evidence, found } = await walkFlow(job, flowStep, eras, report);
    ({ discovery, profile } = found);
    flows.push(evidence);
    if (evidence.error !== null) errors.push(evidence.error);
    for (const session of evidence.sessions) if (session.error !== null) errors.push(session.error);
    if (evidence.tokens === undefined) continue;
    earlier.push({ request, tokens: evidence.tokens });
    const next = job.road.follow(request, evidence.tokens, step.target);
    if (next !== undefined && queue[0]?.flow !== next.flow) queue.unshift(next);
  }
  return { discovery, profile };
}

async function walkFlow(
  job: Job,
  step: FlowStep,
  eras: Evidence['eras'],
  report: (result: Result) => void,
): Promise<{ readonly evidence: FlowEvidence; readonly found: Found }> {
  const { request, target } = step;
  let found: Found = { discovery: step.discovery, profile: step.profile };
  let tokens: TokenSet;
  let token: Token;
  try {
    tokens = await job.road.obtain(step);
    token = await job.road.read(step, tokens);
    report(withOwner(tokenResult(request, tokens, token), job.road.sharedWith?.(tokens)));
  } catch (error) {
    const failure = asErrorObject(error, target, 'token');
    report(failed('road/token', failure, request.flow));
    if (job.until === 'session')
      report(blocked('road/session', 'Not tried: there is no token.', request.flow));
    return { evidence: { request, sessions: [], error: failure }, found };
  }
  if (job.until !== 'session') {
    return { evidence: { request, tokens, token, sessions: [], error: null }, found };
  }
  const { sessions, renewals } = await job.road.converse(step, tokens, eras);
  for (const renewal of renewals) {
    ({ tokens, token, found = found } = renewal);
    report(renewalResult(request, renewal));
  }
  for (const session of sessions) for (const result of sessionResults(request, session)) report(result);
  return { evidence: { request, tokens, token, sessions, error: null }, found };
}

function withOwner(result: Result, owner: string | undefined): Result {
  return owner === undefined ? result : { ...result, message: `${result.message}, shared with ${owner}` };
}

export function asErrorObject(error: unknown, target: Target, phase: string): ErrorObject {
  const known =
    error instanceof AuthcheckError
      ? error
      : new RunError('internal.unexpected', error instanceof Error ? error.message : 'an unknown error', {
          cause: error,
          hint: 'This is a bug of mcp-authcheck: please report it with the command you ran.',
        });
  return { ...known.toJSON(), target: known.target ?? target.name, phase: known.phase ?? phase };
}
