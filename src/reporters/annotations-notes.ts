import type { Result, TargetReport } from '../types.ts';

/** One thing that somebody has to do about a target. */
export interface Note {
  readonly kind: 'error' | 'warning';
  /** Code of the finding, or id of the check. */
  readonly code: string;
  readonly text: string;
  readonly fix?: string;
  /** Ids of the checks that it explains. */
  readonly results: readonly string[];
}

/**
 * The root causes of a target, and what failed without one. A target that did not pass has at least one note, and a
 * failure that was expected is a warning.
 */
export function notesOf(target: TargetReport): readonly Note[] {
  const expected = idsOf(target.results, ({ expectedFailure }) => expectedFailure === true);
  const causes = target.findings.filter(
    ({ severity, because }) => severity !== 'note' && because === undefined,
  );
  const notes: readonly Note[] = [
    ...causes.map(({ severity, code, summary, fix, results }) => ({
      kind: isSerious(severity === 'error', results, expected, target)
        ? ('error' as const)
        : ('warning' as const),
      code,
      text: summary,
      fix,
      results,
    })),
    ...unexplained(target).map(ofResult),
  ];
  if (target.verdict === 'pass' || notes.some(({ kind }) => kind === 'error')) return notes;
  return [...withoutFailure(target), ...notes];
}

/** Whether warnings alone failed it, as `--strict` has it. */
export function failedByWarnings({ verdict, results }: TargetReport): boolean {
  const bad = results.some(
    (one) => ['fail', 'blocked'].includes(one.verdict) && one.expectedFailure !== true,
  );
  return verdict === 'fail' && !bad && results.some(isWarning);
}

/** What failed and no finding explains, one of each check. */
export function unexplained({ results, findings }: TargetReport): readonly Result[] {
  const explained = new Set(
    findings.flatMap((finding) => (finding.severity === 'note' ? [] : finding.results)),
  );
  return onceEach(
    results.filter(
      ({ id, verdict, expectedFailure }) =>
        verdict === 'fail' && expectedFailure !== true && !explained.has(id),
    ),
  );
}

function isWarning({ verdict, expectedFailure }: Result): boolean {
  return verdict === 'warn' && expectedFailure !== true;
}

function isSerious(
  error: boolean,
  results: readonly string[],
  expected: ReadonlySet<string>,
  { verdict }: TargetReport,
): boolean {
  const wasExpected = results.length > 0 && results.every((id) => expected.has(id));
  return error && verdict !== 'pass' && !wasExpected;
}

function ofResult({ id, message, fix }: Result): Note {
  return { kind: 'error', code: id, text: message, ...(fix === undefined ? {} : { fix }), results: [id] };
}

/** Why a target is not green although nothing failed: warnings that count, or what could not be decided. */
function withoutFailure(target: TargetReport): readonly Note[] {
  const { results, verdict } = target;
  const which = failedByWarnings(target) ? isWarning : isOpen;
  const notes = onceEach(results.filter(which)).map(ofResult);
  const unknown = { code: verdict, text: `The verdict is ${verdict}, and no check says why.`, results: [] };
  return notes.length > 0 ? notes : [{ kind: 'error', ...unknown }];
}

function isOpen({ verdict, level, undecidable }: Result): boolean {
  return verdict === 'inconclusive' && level === 'MUST' && undecidable !== true;
}

function onceEach(results: readonly Result[]): readonly Result[] {
  const seen = new Set<string>();
  return results.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function idsOf(results: readonly Result[], which: (result: Result) => boolean): ReadonlySet<string> {
  return new Set(results.filter(which).map(({ id }) => id));
}
