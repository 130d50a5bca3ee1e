import type { Report, RunVerdict } from '../../types.ts';
import type { Changes } from './changes.ts';

/** One run of a watch, for people: when, the verdict, what does not pass, what changed. No line break. */
export function runLine(report: Report, changes: Changes): string {
  const parts = [
    `${secondsOnly(report.startedAt)} ${report.verdict}, ${countOf(report)}`,
    listed('failed', named(report, 'fail')),
    listed('incomplete', named(report, 'incomplete')),
    listed('newly failing', changes.newlyFailing),
    listed('newly incomplete', changes.newlyIncomplete),
    listed('recovered', changes.recovered),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** The same as one line of JSON, with its line break. `n`: 1 for the first run. */
export function runJsonLine(n: number, report: Report, changes: Changes): string {
  const { runId, traceId, startedAt, durationMs, verdict, exitCode } = report;
  const line = {
    type: 'run',
    n,
    runId,
    ...(traceId === undefined ? {} : { traceId }),
    startedAt,
    durationMs,
    verdict,
    exitCode,
    targets: report.targets.length,
    failed: named(report, 'fail'),
    incomplete: named(report, 'incomplete'),
    ...changes,
  };
  return `${JSON.stringify(line)}\n`;
}

function named(report: Report, verdict: RunVerdict): readonly string[] {
  return report.targets.filter((target) => target.verdict === verdict).map(({ name }) => name);
}

function countOf({ targets }: Report): string {
  const passed = targets.filter(({ verdict }) => verdict === 'pass').length;
  return `${passed} of ${targets.length} ${targets.length === 1 ? 'target' : 'targets'} passed`;
}

function listed(words: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${words}: ${names.slice(0, SHOWN).map(oneLine).join(', ')}${more}`;
}

/** Names come from a file: whatever would end or colour the line is shown as a question mark. */
function oneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 80);
}

function secondsOnly(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

const SHOWN = 10;
