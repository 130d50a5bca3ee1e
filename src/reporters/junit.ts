import type { Finding, Result, TargetReport } from '../types.ts';
import { failedByWarnings } from './annotations-notes.ts';
import { clipped } from './escape.ts';
import { detailsOf, type Outcome, outcomeOf, whereOf } from './junit-case.ts';
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
    const suites = report.targets.map(suiteOf);
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

interface Case {
  readonly result: Result;
  readonly outcome: Outcome;
  readonly name: string;
}

function suiteOf(target: TargetReport): { readonly node: Node; readonly counts: Counts } {
  const cases = casesOf(target);
  const count = (kind: Outcome['kind']): number =>
    cases.filter(({ outcome }) => outcome.kind === kind).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  const times = new Map(target.exchanges.map(({ n, durationMs }) => [n, durationMs]));
  const node = element(
    'testsuite',
    {
      name: clipped(target.name, 200),
      ...counts,
      time: seconds(target.durationMs),
      timestamp: target.startedAt,
    },
    [
      element('properties', {}, [
        property('url', target.url),
        property('verdict', target.verdict),
        ...(target.discovery.issuer === null ? [] : [property('issuer', target.discovery.issuer)]),
      ]),
      ...cases.map((one) => caseOf(one, target, times)),
      ...findingsOf(target.findings),
    ],
  );
  return { node, counts };
}

function property(name: string, value: string): Node {
  return element('property', { name, value: clipped(value, 1000) });
}

/** Test views take cases of one name for one case: what happens again in the same place gets a number. */
function casesOf(target: TargetReport): readonly Case[] {
  const strict = failedByWarnings(target);
  const seen = new Map<string, number>();
  return target.results.map((result) => {
    const where = whereOf(result);
    const plain = where === '' ? result.id : `${result.id} (${where})`;
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    return { result, outcome: outcomeOf(result, strict), name: times === 1 ? plain : `${plain} #${times}` };
  });
}

function caseOf(
  { result, outcome, name }: Case,
  target: TargetReport,
  times: ReadonlyMap<number, number>,
): Node {
  const { kind, type } = outcome;
  const message = clipped(result.message, 1000);
  const time = result.exchanges.reduce((sum, n) => sum + (times.get(n) ?? 0), 0);
  return element(
    'testcase',
    { classname: clipped(`${target.name}.${result.group}`, 200), name, time: seconds(time) },
    [
      ...(kind === 'skipped' ? [element('skipped', {}, `${type}: ${message}`)] : []),
      ...(kind === 'failure' || kind === 'error'
        ? [element(kind, { type, message }, detailsOf(result, target))]
        : []),
      ...(kind === 'passed' && type !== 'pass' ? [element('system-out', {}, `${type}: ${message}`)] : []),
    ],
  );
}

function findingsOf(findings: readonly Finding[]): readonly Node[] {
  const told = findings.filter(({ severity, because }) => severity !== 'note' && because === undefined);
  if (told.length === 0) return [];
  const text = told.map(
    ({ code, severity, summary, cause, fix }) =>
      `${severity} ${code}\n${summary}\nfix: ${fix}\nwhy: ${cause}`,
  );
  return [element('system-out', {}, clipped(text.join('\n\n'), 20_000))];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
