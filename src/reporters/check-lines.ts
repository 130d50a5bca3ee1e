import type { Result, TargetReport, Verdict } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { failureLines } from './failure-lines.ts';
import { hang, type Paint, unbreakable } from './paint.ts';
import { skippedLines } from './skipped.ts';
import { count, sameWords } from './words.ts';

/** The checks: one line per group with counts, what failed or warned, what was skipped for want of something. */
export function checkLines(target: TargetReport, paint: Paint): readonly string[] {
  const checks = target.results.filter((result) => result.group !== 'road');
  const groups = [...new Set(checks.map((result) => result.group))];
  const idle = groups.filter((group) =>
    checks.every((result) => result.group !== group || result.verdict === 'skip'),
  );
  const busy = idle.length < 2 ? groups : groups.filter((group) => !idle.includes(group));
  const width = Math.max(0, ...busy.map((group) => group.length));
  return [
    ...busy.flatMap((group) => groupLines(group, checks, target, width, paint)),
    ...(busy === groups ? [] : idleLines(idle, checks, paint)),
    ...variableLines(checks, target, paint),
    ...skippedLines(checks, paint),
  ];
}

/** Groups of which nothing could run, together. */
function idleLines(idle: readonly string[], checks: readonly Result[], paint: Paint): readonly string[] {
  const skipped = checks.filter(({ group }) => idle.includes(group)).length;
  const names = idle.map((group) => escapeRemote(group, 60)).join(', ');
  return hang(`  ${paint.mark('skip')} `, `${names}: all ${skipped} skipped`, paint.width);
}

/** What the lines to run again take for granted. */
function variableLines(
  checks: readonly Result[],
  { name, url }: TargetReport,
  paint: Paint,
): readonly string[] {
  const lines = checks.flatMap(({ verdict, reproduce }) => (verdict === 'fail' ? (reproduce ?? []) : []));
  return Object.entries(VARIABLES).flatMap(([variable, { usedAs, howToGet }]) => {
    if (!lines.some((line) => usedAs.test(line))) return [];
    const text = `To run a line with ${variable} again: `;
    return hang(
      '  ',
      `${text}${howToGet(escapeRemote(url.endsWith(`//${name}`) ? url : name, 200))}`,
      paint.width,
    ).map((line) => paint.colour('dim', line));
  });
}

interface Variable {
  readonly usedAs: RegExp;
  readonly howToGet: (target: string) => string;
}

/** Variables of the lines to run again, and how to come by their values. */
const VARIABLES: Readonly<Record<string, Variable>> = {
  $TOKEN: {
    usedAs: /\$\{?TOKEN\b|env\.TOKEN\b/,
    howToGet: (target) => unbreakable(`export TOKEN="$(mcp-authcheck token ${target} …)"`),
  },
  $MCP_SESSION_ID: {
    usedAs: /\$MCP_SESSION_ID\b/,
    howToGet: () =>
      'send an initialize with the token, and export the Mcp-Session-Id of its answer. A session that was deleted is gone.',
  },
  '$ID_TOKEN or the like': {
    usedAs: /\$[A-Z_]+_TOKEN\b/,
    howToGet: () => 'export the token that the variable is named after; nobody but you should see it.',
  },
  $CODE: {
    usedAs: /\$CODE\b/,
    howToGet: () =>
      'sign in by an authorization request of your own, and export its code and, as CODE_VERIFIER, the verifier.',
  },
};

function groupLines(
  group: string,
  checks: readonly Result[],
  target: TargetReport,
  width: number,
  paint: Paint,
): readonly string[] {
  const own = checks.filter((result) => result.group === group);
  const having = (verdict: Verdict): readonly Result[] => own.filter((result) => result.verdict === verdict);
  return [
    `  ${paint.mark(worstOf(own))} ${escapeRemote(group, 60).padEnd(width)}  ${countsOf(own)}`,
    ...failureLines(
      having('fail').filter(({ expectedFailure }) => expectedFailure !== true),
      target,
      paint,
    ),
    ...expectedLines(own, paint),
    ...loudLines(having('warn'), MOST_WARNINGS, paint),
    // What nobody can decide from outside is only counted.
    ...loudLines(
      having('inconclusive').filter(({ undecidable }) => undecidable !== true),
      MOST_INCONCLUSIVE,
      paint,
    ),
    ...(group === INTEROP ? loudLines(having('info'), MOST_WARNINGS, paint) : []),
  ];
}

/** Failures that were listed beforehand, by name. */
function expectedLines(own: readonly Result[], paint: Paint): readonly string[] {
  const listed = own.filter(({ expectedFailure, verdict }) => expectedFailure === true && verdict === 'fail');
  const ids = [...new Set(listed.map(({ id }) => escapeRemote(id, 100)))];
  return ids.length === 0 ? [] : hang('        ', `failed as expected: ${ids.join(', ')}`, paint.width);
}

/** How other clients fare is what its notes are about, so they are read out. */
const INTEROP = 'interop';

/** Most in full; the rest is only counted. What could not be decided is mostly so for one reason. */
const MOST_WARNINGS = 5;
const MOST_INCONCLUSIVE = 1;

function loudLines(results: readonly Result[], most: number, paint: Paint): readonly string[] {
  const said = sameWords(results);
  const rest = new Set(said.slice(most).map(({ result }) => result.id)).size;
  return said.slice(0, most).flatMap(({ result, where }, index) => {
    const place = where === '' ? '' : ` (${where})`;
    const last = index === most - 1 && rest > 0;
    const more = last ? ` And ${count(rest, 'more check')}.` : '';
    const text = `${escapeRemote(result.id, 100)}${place}: ${escapeRemote(result.message, 500)}${more}`;
    return hang(`      ${paint.mark(result.verdict)} `, text, paint.width);
  });
}

const ORDER: readonly Verdict[] = ['fail', 'blocked', 'warn', 'inconclusive', 'pass', 'info', 'skip'];

function worstOf(results: readonly Result[]): Verdict {
  return ORDER.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'skip';
}

/** "9 passed, 1 warning, 2 notes" */
export function countsOf(results: readonly Pick<Result, 'verdict'>[]): string {
  const number = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return summaryWords({
    pass: number('pass'),
    fail: number('fail'),
    warn: number('warn'),
    info: number('info'),
    skip: number('skip'),
    blocked: number('blocked'),
    inconclusive: number('inconclusive'),
  });
}

/** The counts that are not zero, worst first. */
export function summaryWords(summary: Readonly<Record<Verdict, number>>): string {
  const words = [
    [summary.fail, `${summary.fail} failed`],
    [summary.blocked, `${summary.blocked} blocked`],
    [summary.pass, `${summary.pass} passed`],
    [summary.warn, count(summary.warn, 'warning')],
    [summary.inconclusive, `${summary.inconclusive} inconclusive`],
    [summary.info, count(summary.info, 'note')],
    [summary.skip, `${summary.skip} skipped`],
  ] as const;
  return words.flatMap(([number, text]) => (number === 0 ? [] : [text])).join(', ') || 'nothing was checked';
}
