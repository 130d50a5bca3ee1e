import { UsageError } from '../errors.ts';
import { nearest } from '../text/nearest.ts';
import type { Check } from './check.ts';

/**
 * The checks that `list` names, without those that `skip` names, in the registry's order. Either is a list, or text
 * with commas, of ids and groups; `all` and `none` are words of their own.
 * @throws UsageError `usage.unknown_check` with the nearest name; `usage.no_checks` when nothing is left though
 * something was asked for
 */
export function selectFrom(
  checks: readonly Check[],
  list: string | readonly string[] = 'all',
  skip: string | readonly string[] = '',
): readonly Check[] {
  const wanted = names(list);
  const unwanted = names(skip);
  for (const name of [...wanted, ...unwanted]) refuseUnknown(name, checks);
  const chosen = checks.filter((check) => isNamed(check, wanted) && !isNamed(check, unwanted));
  if (chosen.length === 0 && !wanted.includes('none'))
    throw new UsageError('usage.no_checks', 'No check is left to run.', {
      hint: 'Use --checks none if that is meant; --list-checks shows what there is.',
    });
  return chosen;
}

/** The folder of a check: `endpoint`. */
export function groupOf(id: string): string {
  return id.split('/')[0] ?? id;
}

function names(list: string | readonly string[]): readonly string[] {
  const items = typeof list === 'string' ? list.split(',') : list;
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function isNamed(check: Check, wanted: readonly string[]): boolean {
  return wanted.some((name) => name === 'all' || name === check.id || name === groupOf(check.id));
}

function refuseUnknown(name: string, checks: readonly Check[]): void {
  const ids = checks.map((check) => check.id);
  const known = ['all', 'none', ...new Set(ids.map(groupOf)), ...ids];
  if (known.includes(name)) return;
  const meant = nearest(name, [...known, ...ids.map((id) => id.slice(id.indexOf('/') + 1))]);
  const suggestion = ids.find((id) => id.endsWith(`/${meant}`)) ?? meant;
  throw new UsageError(
    'usage.unknown_check',
    `There is no check or group ${JSON.stringify(name.slice(0, 100))}.`,
    {
      hint: suggestion === undefined ? '--list-checks shows what there is.' : `Did you mean ${suggestion}?`,
    },
  );
}
