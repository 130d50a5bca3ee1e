import { escapeRemote } from '../../reporters/escape.ts';
import type { TargetReport } from '../../types.ts';

/** A target that is done, in one line: how it ended, how long it took, and the root cause if it did not pass. */
export function finishedLine(report: TargetReport, unicode: boolean): string {
  const { name, verdict, durationMs } = report;
  const mark = (unicode ? MARKS : PLAIN_MARKS)[verdict];
  const shown = escapeRemote(name, 80);
  if (verdict === 'pass') return `${mark} ${shown} ${seconds(durationMs)}`;
  return `${mark} ${shown}: ${escapeRemote(reasonOf(report), 200)} (${seconds(durationMs)})`;
}

/** "0.4 s", "1 min 12 s" */
export function seconds(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const whole = Math.round(milliseconds / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const MARKS = { pass: '✔', fail: '✘', incomplete: '▲' } as const;
const PLAIN_MARKS = { pass: '+', fail: 'x', incomplete: '!' } as const;

function reasonOf({ findings, results, verdict }: TargetReport): string {
  const root = findings.find(({ severity }) => severity === 'error');
  const bad = results.find((result) => result.verdict === 'fail' || result.verdict === 'blocked');
  const open = results.findLast((result) => result.verdict === 'inconclusive');
  const told = verdict === 'incomplete' ? (open?.message ?? bad?.message) : (root?.summary ?? bad?.message);
  return told ?? root?.summary ?? verdict;
}
