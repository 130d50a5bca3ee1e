import type { Result, TargetReport } from '../types.ts';
import { clipped } from './escape.ts';

export interface Outcome {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  /** `type` of the element. */
  readonly type: string;
}

/** What a result is in the words of JUnit. `strict`: warnings fail the run. */
export function outcomeOf(
  { verdict, group, level, expectedFailure, undecidable }: Result,
  strict: boolean,
): Outcome {
  if (expectedFailure === true) return { kind: 'skipped', type: 'expected failure' };
  switch (verdict) {
    case 'fail':
      return group === 'road' ? { kind: 'error', type: 'broken step' } : { kind: 'failure', type: level };
    case 'blocked':
      return { kind: 'skipped', type: 'blocked' };
    case 'skip':
      return { kind: 'skipped', type: 'skipped' };
    case 'inconclusive':
      return undecidable === true || level !== 'MUST'
        ? { kind: 'skipped', type: 'inconclusive' }
        : { kind: 'error', type: 'inconclusive' };
    case 'warn':
      return strict ? { kind: 'failure', type: level } : { kind: 'passed', type: 'warning' };
    default:
      return { kind: 'passed', type: verdict };
  }
}

/** "client_credentials, 2025-11-25" */
export function whereOf({ flow, protocol }: Result): string {
  return [flow, protocol].filter((one) => one !== undefined).join(', ');
}

/** What a person needs to act on it: the cause and the mend, the rule, what was sent, and how to send it again. */
export function detailsOf(result: Result, { findings, exchanges }: TargetReport): string {
  const { message, fix, spec, reproduce, id } = result;
  const own = findings.find(({ results, severity }) => severity !== 'note' && results.includes(id));
  const cause = findings.find(({ code }) => code === own?.because) ?? own;
  const sent = exchanges.filter(({ n }) => result.exchanges.includes(n)).slice(0, MOST_EXCHANGES);
  const text = [
    clipped(message, 3000),
    ...(cause === undefined ? [] : [`root cause: ${cause.summary} (${cause.code})`, `fix: ${cause.fix}`]),
    ...(cause !== undefined || fix === undefined ? [] : [`fix: ${fix}`]),
    ...(spec.length === 0 ? [] : [`rule: ${spec.join('; ')}`]),
    ...sent.map(
      ({ n, method, url, status, error }) =>
        `exchange ${n}: ${method} ${url} -> ${status ?? error ?? 'no answer'}`,
    ),
    ...(reproduce === undefined ? [] : [`$ ${reproduce}`]),
  ];
  return clipped(text.join('\n'), 10_000);
}

const MOST_EXCHANGES = 5;
