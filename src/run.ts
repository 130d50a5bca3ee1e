import { randomUUID } from 'node:crypto';
import type { CheckContext } from './checks/check.ts';
import { AuthcheckError, type ErrorObject, EXIT_CODES, RunError } from './errors.ts';
import type { FlowStep, Job, Start, StepContext } from './job.ts';
import { blocked, discoveryResult, failed, renewalResult, sessionResults, tokenResult } from './results.ts';
import type {
  Discovery,
  Evidence,
  FlowEvidence,
  FlowRequest,
  Profile,
  Report,
  Result,
  Target,
  TargetReport,
  Token,
  TokenSet,
} from './types.ts';
import {
  exitCode,
  exitOfSingle,
  exitOfTarget,
  firstServer,
  flowReport,
  knownEras,
  spokenEras,
  summarise,
  verdictOf,
  withExpectedFailures,
  worst,
} from './verdicts.ts';

/** Walks the road for every target, runs the checks, names root causes. Never throws for what a server did. */
export async function run(job: Job, start: Start): Promise<Report> {
  const startedAt = start.now();
  const reports = await inParallel(job.targets, job.concurrency, async (target) => {
    const walked = await walk(job, start, target);
    job.onTarget?.(walked);
    return walked;
  });
  const interrupted = start.signal?.aborted === true;
  return {
    schemaVersion: 1,
    tool: { name: 'mcp-authcheck', version: start.version },
    runId: randomUUID(),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(start.now() - startedAt),
    verdict: interrupted ? 'incomplete' : worst(reports.map((report) => report.verdict)),
    exitCode: interrupted ? EXIT_CODES.incomplete : exitCode(reports.map((report) => report.exitCode)),
    summary: summarise(reports.flatMap((report) => report.results)),
    targets: reports,
  };
}

interface Found {
  readonly discovery: Discovery;
  readonly profile: Profile;
}

async function walk(job: Job, start: Start, target: Target): Promise<TargetReport> {
  const startedAt = start.now();
  const { http, probe } = job.road.open(target);
  const step: StepContext = { target, http, probe };
  const results: Result[] = [];
  const report = (result: Result): void => {
    results.push(result);
    job.onResult?.(result, target);
  };
  const errors: ErrorObject[] = [];
  const flows: FlowEvidence[] = [];
  let found: Found | undefined;
  try {
    const { error, ...discovered } = await job.road.discover(step);
    found = discovered;
    if (error === undefined) {
      report(discoveryResult(found.discovery));
    } else {
      errors.push(asErrorObject(error, target, 'discovery'));
      report(failed('road/discovery', error.toJSON()));
    }
  } catch (error) {
    const failure = asErrorObject(error, target, 'discovery');
    errors.push(failure);
    report(failed('road/discovery', failure));
  }

  if (job.until !== 'discovery') {
    if (found === undefined) {
      for (const request of target.flows) {
        flows.push({ request, sessions: [], error: null });
        report(blocked('road/token', 'Not tried: the endpoint did not answer as one.', request.flow));
      }
    } else {
      found = await walkFlows(job, { ...step, ...found }, flows, errors, report, start);
    }
  }

  const eras = knownEras(flows.flatMap((flow) => flow.sessions));
  const evidence: Evidence = {
    target,
    profile: found?.profile ?? job.road.profile(target),
    discovery: found?.discovery ?? null,
    flows,
    eras,
    now: start.now,
  };
  if (found !== undefined && start.signal?.aborted !== true) {
    const context: CheckContext = {
      evidence,
      http,
      probe,
      ...(job.attackTokens === undefined ? {} : { attackTokens: job.attackTokens }),
      ...(job.allows === undefined ? {} : { allows: job.allows }),
      ...(job.road.serverProbe === undefined ? {} : { serverProbe: job.road.serverProbe(evidence, http) }),
    };
    const judged = await job.runChecks(job.checks, context);
    const mayFail = new Set([...(job.expectedFailures ?? []), ...(target.expectedFailures ?? [])]);
    for (const result of withExpectedFailures(judged, mayFail)) report(result);
  }
  const findings = job.diagnose({ evidence, results, errors, exchanges: http.exchanges });
  const verdict = start.signal?.aborted === true ? 'incomplete' : verdictOf(results, job.strict);
  return {
    name: target.name,
    url: target.url,
    ...(target.tags === undefined || target.tags.length === 0 ? {} : { tags: target.tags }),
    verdict,
    exitCode:
      job.until === 'discovery' ? exitOfSingle(verdict, errors) : exitOfTarget(verdict, results, errors),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(start.now() - startedAt),
    server: firstServer(flows),
    eras: spokenEras(eras, results),
    discovery: {
      issuer: found?.discovery.issuer ?? null,
      resource: found?.discovery.resource ?? null,
      challenge: found?.discovery.challenge ?? null,
      protectedResourceMetadata: found?.discovery.protectedResourceMetadata?.document ?? null,
      authorizationServerMetadata: found?.discovery.authorizationServerMetadata?.document ?? null,
    },
    flows: flows.map((flow) => flowReport(flow, results, job.strict)),
    results,
    findings,
    exchanges: http.exchanges,
  };
}

async function walkFlows(
  job: Job,
  step: StepContext & Found,
  flows: FlowEvidence[],
  errors: ErrorObject[],
  report: (result: Result) => void,
  start: Start,
): Promise<Found> {
  let { discovery, profile } = step;
  const queue = [...step.target.flows];
  const earlier: { readonly request: FlowRequest; readonly tokens: TokenSet }[] = [];
  while (queue.length > 0 && start.signal?.aborted !== true) {
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
    report(tokenResult(request, tokens, token));
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

function asErrorObject(error: unknown, target: Target, phase: string): ErrorObject {
  const known =
    error instanceof AuthcheckError
      ? error
      : new RunError('internal.unexpected', error instanceof Error ? error.message : 'an unknown error', {
          cause: error,
          hint: 'This is a bug of mcp-authcheck: please report it with the command you ran.',
        });
  return { ...known.toJSON(), target: known.target ?? target.name, phase: known.phase ?? phase };
}

async function inParallel<In, Out>(
  inputs: readonly In[],
  limit: number,
  work: (input: In) => Promise<Out>,
): Promise<readonly Out[]> {
  const outputs: Out[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < inputs.length) {
      const index = next;
      next += 1;
      outputs[index] = await work(inputs[index] as In);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, worker));
  return outputs;
}
