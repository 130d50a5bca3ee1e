import type { Finding, Result, TargetReport } from '../types.ts';
import { fingerprint } from './fingerprint.ts';
import { relativeReference } from './sarif-location.ts';
import { sameWords } from './words.ts';

/** One rule that one target breaks, in however many flows and eras. */
export interface Broken {
  readonly id: string;
  readonly level: 'error' | 'warning' | 'note' | 'none';
  readonly target: TargetReport;
  readonly results: readonly [Result, ...Result[]];
}

/** What deserves a line there: what failed, warned, or could not be decided although it must be. */
export function brokenRules(target: TargetReport): readonly Broken[] {
  const byRule = new Map<string, [Result, ...Result[]]>();
  for (const result of target.results.filter(isTold)) {
    const same = byRule.get(result.id);
    if (same === undefined) byRule.set(result.id, [result]);
    else same.push(result);
  }
  return [...byRule].map(([id, results]) => ({ id, level: levelOf(results), target, results }));
}

/** As `result` of SARIF §3.27. */
export function resultOf({ id, level, target, results }: Broken, ruleIndex: number): object {
  const [first] = results;
  const expected = results.every(({ expectedFailure }) => expectedFailure === true);
  const { name, url } = target;
  return {
    ruleId: id,
    ruleIndex,
    kind: level === 'none' ? 'open' : 'fail',
    level,
    message: { text: plain(messageOf(results, target)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeReference(target) },
          region: { startLine: 1 },
        },
        logicalLocations: [{ name, fullyQualifiedName: `${name}/${id}`, kind: 'resource' }],
      },
    ],
    // GitHub looks at this name alone. Words, ports and run ids may change: it is the same problem still.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint(name, id)}:1` },
    ...(expected
      ? { suppressions: [{ kind: 'external', justification: 'listed as an expected failure' }] }
      : {}),
    properties: {
      target: name,
      url,
      ...(first.reproduce === undefined ? {} : { reproduce: first.reproduce }),
    },
  };
}

const MOST_CHARACTERS = 4000;

/** Without embedded links (SARIF §3.11.6): nobody else's text leads the reader anywhere. */
function plain(text: string): string {
  return text.slice(0, MOST_CHARACTERS).replaceAll('](', '] (');
}

/** What happened where, then what is behind it and what mends it. */
function messageOf(results: readonly [Result, ...Result[]], { name, findings }: TargetReport): string {
  const [first] = results;
  const said = sameWords(results).map(({ result, where }) =>
    where === '' ? result.message : `(${where}) ${result.message}`,
  );
  const cause = causeOf(first.id, findings);
  return [
    `${name}: ${said.join(' ')}`,
    ...(cause === undefined ? [] : [`Root cause: ${cause.summary}`, `Fix: ${cause.fix}`]),
    ...(cause !== undefined || first.fix === undefined ? [] : [`Fix: ${first.fix}`]),
  ].join('\n');
}

/** The finding that explains a result, or the one from which that one only follows. */
function causeOf(id: string, findings: readonly Finding[]): Finding | undefined {
  const own = findings.find(({ results, severity }) => severity !== 'note' && results.includes(id));
  return findings.find(({ code }) => code === own?.because) ?? own;
}

function isTold({ verdict, undecidable }: Result): boolean {
  return verdict === 'fail' || verdict === 'warn' || (verdict === 'inconclusive' && undecidable !== true);
}

/** An expected failure stays in sight and alarms nobody; SARIF §3.27.9: what is open has level `none`. */
function levelOf(results: readonly Result[]): Broken['level'] {
  const failed = results.filter(({ verdict }) => verdict === 'fail');
  if (failed.some(({ expectedFailure }) => expectedFailure !== true)) return 'error';
  if (results.some(({ verdict }) => verdict === 'warn')) return 'warning';
  return failed.length > 0 ? 'note' : 'none';
}
