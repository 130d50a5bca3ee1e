import type { Report, RunVerdict, TargetReport } from '../../types.ts';

/** What is otherwise than in the run before, by the targets' names. */
export interface Changes {
  /** Did not fail before, or was not there. Empty in the first run. */
  readonly newlyFailing: readonly string[];
  /** Could be decided before. Empty in the first run. */
  readonly newlyIncomplete: readonly string[];
  readonly recovered: readonly string[];
}

/** What a watch remembers of a run: the verdict of each target. */
export type Verdicts = ReadonlyMap<string, RunVerdict>;

export function verdictsOf(report: Report): Verdicts {
  return new Map(report.targets.map(({ name, verdict }) => [name, verdict]));
}

/** @param before undefined: this is the first run */
export function changesSince(before: Verdicts | undefined, report: Report): Changes {
  const changedTo = (verdict: RunVerdict): readonly string[] =>
    before === undefined
      ? []
      : report.targets
          .filter((target) => target.verdict === verdict && isNews(before, target))
          .map(({ name }) => name);
  return {
    newlyFailing: changedTo('fail'),
    newlyIncomplete: changedTo('incomplete'),
    recovered: changedTo('pass'),
  };
}

/** A target that is new and passes is no news. */
function isNews(before: Verdicts, { name, verdict }: TargetReport): boolean {
  return (before.get(name) ?? 'pass') !== verdict;
}
