import type { Report, Result, Verdict } from '../../src/types.ts';
import type { Mutant } from './mutant.ts';

/** What became of a mutant. */
export interface Outcome {
  readonly name: string;
  /** Checks that came out worse than in the correct world, with what they came to. */
  readonly noticed: Readonly<Record<string, Verdict>>;
  /** Checks that were to notice and did not. */
  readonly missed: readonly string[];
  /** Checks that noticed although the fault is none of theirs. */
  readonly wrong: readonly string[];
}

/** Worst verdict by check; road steps are left out. */
export function worstById(report: Report): ReadonlyMap<string, Verdict> {
  const worst = new Map<string, Verdict>();
  for (const { id, group, verdict } of allResults(report)) {
    if (group === 'road') continue;
    const known = worst.get(id);
    if (known === undefined || rank(verdict) > rank(known)) worst.set(id, verdict);
  }
  return worst;
}

export function judgeMutant(mutant: Mutant, report: Report, baseline: ReadonlyMap<string, Verdict>): Outcome {
  const noticed: Record<string, Verdict> = {};
  for (const [id, verdict] of worstById(report))
    if (rank(verdict) > rank(baseline.get(id) ?? 'skip')) noticed[id] = verdict;
  const { name, killedBy, alsoBy = [] } = mutant;
  return {
    name,
    noticed,
    missed: killedBy.filter((id) => noticed[id] === undefined),
    wrong: Object.keys(noticed).filter((id) => !killedBy.includes(id) && !isAmong(id, alsoBy)),
  };
}

/** By its id, or by its group: `coverage/*`. */
function isAmong(id: string, names: readonly string[]): boolean {
  return names.some((name) => name === id || (name.endsWith('/*') && id.startsWith(name.slice(0, -1))));
}

export function allResults(report: Report): readonly Result[] {
  return report.targets.flatMap(({ results }) => results);
}

/** What does not decide anything notices nothing. */
function rank(verdict: Verdict): number {
  return { skip: 0, blocked: 0, inconclusive: 0, pass: 0, info: 1, warn: 2, fail: 3 }[verdict];
}
