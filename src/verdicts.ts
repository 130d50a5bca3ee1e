import { type ErrorObject, EXIT_CODES } from './errors.ts';
import type {
  Call,
  Evidence,
  FlowEvidence,
  FlowReport,
  Result,
  RunVerdict,
  Session,
  Summary,
  TargetReport,
} from './types.ts';

/**
 * What results come to. A MUST that could not be decided leaves the run incomplete: it is no pass.
 * @param strict a warning fails
 */
export function verdictOf(results: readonly Result[], strict: boolean): RunVerdict {
  const bad = new Set(strict ? ['fail', 'blocked', 'warn'] : ['fail', 'blocked']);
  if (results.some((result) => bad.has(result.verdict) && result.expectedFailure !== true)) return 'fail';
  const undecided = results.some(
    ({ verdict, level, undecidable }) =>
      verdict === 'inconclusive' && level === 'MUST' && undecidable !== true,
  );
  return undecided ? 'incomplete' : 'pass';
}

/**
 * Marks the failures of listed checks, which do not fail the run. A listed check that passes wherever it ran is a
 * failure: whoever listed it has to know.
 */
export function withExpectedFailures(
  results: readonly Result[],
  listed: ReadonlySet<string>,
): readonly Result[] {
  return results.map((result) => {
    if (!listed.has(result.id)) return result;
    const own = results.filter(({ id }) => id === result.id);
    if (result.verdict === 'fail' || result.verdict === 'warn') return { ...result, expectedFailure: true };
    const failed = own.some(({ verdict }) => verdict === 'fail' || verdict === 'warn');
    if (failed || result.verdict !== 'pass') return result;
    return {
      ...result,
      verdict: 'fail',
      message: `It was expected to fail and passes: ${result.message}`,
      fix: 'Take it off the list of expected failures.',
    };
  });
}

export function worst(verdicts: readonly RunVerdict[]): RunVerdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('incomplete') ? 'incomplete' : 'pass';
}

/** Classes of errors that, when nothing else went wrong, say more than "a check failed". */
const ALONE: ReadonlySet<number> = new Set([
  EXIT_CODES.unreachable,
  EXIT_CODES.refused,
  EXIT_CODES.needs_person,
]);

/** Exit code of one target: 0, 1, 9, 70, or 4, 7 or 8 when that alone kept us out. */
export function exitOfTarget(
  verdict: RunVerdict,
  results: readonly Result[],
  errors: readonly ErrorObject[],
): number {
  if (verdict === 'pass') return 0;
  if (errors.some((error) => error.class === 'internal')) return EXIT_CODES.internal;
  if (verdict === 'incomplete') return EXIT_CODES.incomplete;
  const [exit = 1, ...others] = new Set(errors.map((error) => error.exit));
  const checkFailed = results.some((result) => result.verdict === 'fail' && result.group !== 'road');
  const gotIn = results.some((result) => result.id === 'road/session' && result.verdict === 'pass');
  return ALONE.has(exit) && others.length === 0 && !checkFailed && !gotIn ? exit : 1;
}

/** Exit code of a command that does one thing: the class of what stopped it. */
export function exitOfSingle(verdict: RunVerdict, errors: readonly ErrorObject[]): number {
  const [error] = errors;
  return error?.exit ?? exitOfTarget(verdict, [], errors);
}

/** Exit code of a run from those of its targets. Precedence: 70, 9, 1, then 4, 7 or 8 when all ended so. */
export function exitCode(exits: readonly number[]): number {
  const first = [EXIT_CODES.internal, EXIT_CODES.incomplete].find((exit) => exits.includes(exit));
  if (first !== undefined) return first;
  const [exit = 0] = exits;
  if (exits.every((other) => other === exit)) return exit;
  return exits.every((other) => other === 0) ? 0 : 1;
}

/**
 * Whether another attempt may come to another end: the target was unreachable, or not everything was done. What
 * `failFast` kept from being begun counts too.
 */
export function isWorthARetry({ verdict, exitCode: exit }: TargetReport): boolean {
  return verdict === 'incomplete' || exit === EXIT_CODES.unreachable || exit === EXIT_CODES.incomplete;
}

export function flowReport(flow: FlowEvidence, results: readonly Result[], strict: boolean): FlowReport {
  const own = results.filter((result) => result.flow === flow.request.flow);
  return {
    flow: flow.request.flow,
    library: flow.tokens?.library ?? null,
    verdict: flow.tokens === undefined ? 'fail' : verdictOf(own, strict),
    token: flow.token ?? null,
    sessions: flow.sessions.map((session) => ({
      protocol: session.protocol,
      tools: session.tools.map(({ name, description }) => ({
        name,
        ...(description ? { description } : {}),
      })),
      calls: session.calls.map(withoutExchanges),
      droppedTools: session.droppedTools,
      elicitations: session.elicitations,
      error: session.error,
    })),
    error: flow.error,
  };
}

export function knownEras(sessions: readonly Session[]): Evidence['eras'] {
  const spoken = (era: Session['era']): boolean | null => {
    const own = sessions.filter((session) => session.era === era);
    if (own.some((session) => session.error === null || session.tools.length > 0)) return true;
    return own.some((session) => session.error?.code === 'mcp.era_not_supported') ? false : null;
  };
  return { legacy: spoken('legacy'), modern: spoken('modern') };
}

/** What sessions left open, the positive control of the checks may have shown. */
export function spokenEras(known: Evidence['eras'], results: readonly Result[]): Evidence['eras'] {
  const shown = (modern: boolean): boolean | null => {
    const control = results.find(
      ({ id, protocol }) => id === 'endpoint/accepts-valid-token' && (protocol === '2026-07-28') === modern,
    );
    if (control?.verdict === 'pass') return true;
    return control?.verdict === 'info' ? false : null;
  };
  return { legacy: known.legacy ?? shown(false), modern: known.modern ?? shown(true) };
}

export function firstServer(flows: readonly FlowEvidence[]): TargetReport['server'] {
  return flows.flatMap((flow) => flow.sessions).find((session) => session.server !== null)?.server ?? null;
}

export function summarise(results: readonly Result[]): Summary {
  const summary = { pass: 0, fail: 0, warn: 0, info: 0, skip: 0, blocked: 0, inconclusive: 0 };
  for (const result of results) summary[result.verdict] += 1;
  return summary;
}

/** What the report says of a call: everything but its place in the list of exchanges. */
export function withoutExchanges(call: Call): Omit<Call, 'exchanges'> {
  const { exchanges: _, ...rest } = call;
  return rest;
}
