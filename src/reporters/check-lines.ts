import type { Result, TargetReport, Verdict } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { failureLines } from './failure-lines.ts';
import { hang, type Paint } from './paint.ts';
import { skippedLines } from './skipped.ts';
import { count, sameWords } from './words.ts';

/** The checks: one line per group with counts, what failed or warned, what was skipped for want of something. */
export function checkLines(target: TargetReport, paint: Paint): readonly string[] {
  const checks = target.results.filter((result) => result.group !== 'road');
  const groups = [...new Set(checks.map((result) => result.group))];
  const width = Math.max(0, ...groups.map((group) => group.length));
  return [
    ...groups.flatMap((group) => groupLines(group, checks, target, width, paint)),
    ...skippedLines(checks, paint),
  ];
}

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
    ...failureLines(having('fail'), target, paint),
    ...loudLines(having('warn'), MOST_WARNINGS, paint),
    ...loudLines(having('inconclusive'), MOST_INCONCLUSIVE, paint),
    ...(group === INTEROP ? loudLines(having('info'), MOST_WARNINGS, paint) : []),
  ];
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
