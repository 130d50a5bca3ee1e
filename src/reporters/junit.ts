import type { Finding, Report, Result, TargetReport } from '../types.ts';
import type { Reporter } from './reporter.ts';
import { element, type Node, xmlDocument } from './xml.ts';

/**
 * The report as JUnit XML, which every CI reads: a suite for each target, a case for each result. A rule that is not
 * met is a `failure`; a step that broke, and what could not be decided although it must be, is an `error`.
 */
export const junit: Reporter = {
  name: 'junit',
  summary: 'JUnit XML, for the test view of a CI system',
  render: (report) => {
    const suites = report.targets.map((target) => suiteOf(target, report));
    const sum = (of: (counts: Counts) => number): number =>
      suites.reduce((total, { counts }) => total + of(counts), 0);
    return xmlDocument(
      element(
        'testsuites',
        {
          name: 'mcp-authcheck',
          tests: sum(({ tests }) => tests),
          failures: sum(({ failures }) => failures),
          errors: sum(({ errors }) => errors),
          time: seconds(report.durationMs),
        },
        suites.map(({ node }) => node),
      ),
    );
  },
};

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function suiteOf(target: TargetReport, report: Report): { readonly node: Node; readonly counts: Counts } {
  const outcomes = target.results.map((result) => ({ result, outcome: outcomeOf(result) }));
  const count = (kind: Outcome['kind']): number =>
    outcomes.filter(({ outcome }) => outcome.kind === kind).length;
  const counts = {
    tests: outcomes.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  const times = target.exchanges.map(({ durationMs }) => durationMs);
  const node = element(
    'testsuite',
    {
      name: target.name,
      ...counts,
      time: seconds(times.reduce((sum, one) => sum + one, 0)),
      timestamp: report.startedAt,
    },
    [
      element('properties', {}, [
        property('url', target.url),
        property('verdict', target.verdict),
        property('runId', report.runId),
        ...(target.discovery.issuer === null ? [] : [property('issuer', target.discovery.issuer)]),
      ]),
      ...outcomes.map(({ result, outcome }) => caseOf(result, outcome, target)),
      ...findingsOf(target.findings),
    ],
  );
  return { node, counts };
}

function property(name: string, value: string): Node {
  return element('property', { name, value });
}

interface Outcome {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  /** `type` of the element. */
  readonly type: string;
}

function outcomeOf({ verdict, group, level, expectedFailure, undecidable }: Result): Outcome {
  if (expectedFailure === true) return { kind: 'skipped', type: 'expected failure' };
  switch (verdict) {
    case 'fail':
      return group === 'road' ? { kind: 'error', type: 'broken step' } : { kind: 'failure', type: level };
    case 'blocked':
      return { kind: 'skipped', type: 'blocked' };
    case 'skip':
      return { kind: 'skipped', type: 'skipped' };
    case 'inconclusive':
      return undecidable === true || !/^MUST/.test(level)
        ? { kind: 'skipped', type: 'inconclusive' }
        : { kind: 'error', type: 'inconclusive' };
    default:
      return { kind: 'passed', type: verdict };
  }
}

function caseOf(result: Result, outcome: Outcome, target: TargetReport): Node {
  const { id, group, message, flow, protocol } = result;
  const where = [flow, protocol].filter((one) => one !== undefined).join(', ');
  return element(
    'testcase',
    {
      classname: `${target.name}.${group}`,
      name: where === '' ? id : `${id} (${where})`,
      time: seconds(durationOf(result, target)),
    },
    [
      ...(outcome.kind === 'skipped' ? [element('skipped', {}, `${outcome.type}: ${message}`)] : []),
      ...(outcome.kind === 'failure' || outcome.kind === 'error'
        ? [element(outcome.kind, { type: outcome.type, message }, detailsOf(result, target))]
        : []),
      ...(outcome.kind === 'passed' && outcome.type !== 'pass'
        ? [element('system-out', {}, `${outcome.type}: ${message}`)]
        : []),
    ],
  );
}

/** What a person needs to act on it: the mend, the rule, what was sent, and how to send it again. */
function detailsOf(result: Result, target: TargetReport): string {
  const { message, fix, spec, exchanges, reproduce, id } = result;
  const cause = target.findings.find(({ results }) => results.includes(id));
  const sent = target.exchanges.filter(({ n }) => exchanges.includes(n)).slice(0, 5);
  return [
    message,
    ...(cause === undefined ? [] : [`root cause: ${cause.summary} (${cause.code})`, `fix: ${cause.fix}`]),
    ...(cause !== undefined || fix === undefined ? [] : [`fix: ${fix}`]),
    ...(spec.length === 0 ? [] : [`rule: ${spec.join('; ')}`]),
    ...sent.map(
      ({ n, method, url, status, error }) =>
        `exchange ${n}: ${method} ${url} -> ${status ?? error ?? 'no answer'}`,
    ),
    ...(reproduce === undefined ? [] : [`$ ${reproduce}`]),
  ].join('\n');
}

function durationOf({ exchanges }: Result, target: TargetReport): number {
  return target.exchanges.reduce(
    (sum, { n, durationMs }) => sum + (exchanges.includes(n) ? durationMs : 0),
    0,
  );
}

function findingsOf(findings: readonly Finding[]): readonly Node[] {
  const told = findings.filter(({ severity, because }) => severity !== 'note' && because === undefined);
  if (told.length === 0) return [];
  const text = told.map(
    ({ code, severity, summary, cause, fix }) =>
      `${severity} ${code}\n${summary}\nwhy: ${cause}\nfix: ${fix}`,
  );
  return [element('system-out', {}, text.join('\n\n'))];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
