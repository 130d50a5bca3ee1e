import type { Check } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { hang } from '../reporters/paint.ts';
import type { Io } from './io.ts';

/** The catalogue of checks: a table for programs, wrapped for people at a terminal. */
export function listChecks(io: Io): number {
  const rows = checks.map((check) => ({ ...check, needed: needsOf(check).join(', ') || '-' }));
  if (io.stdoutIsTerminal) {
    for (const { id, level, title, spec, needed } of rows) {
      const needs = needed === '-' ? '' : `; needs: ${needed}`;
      const about = `${title}  (${spec.join('; ')}${needs})`;
      io.out(`${[`${id}  ${level}`, ...hang('    ', about, io.width)].join('\n')}\n`);
    }
    return 0;
  }
  const idWidth = Math.max(...rows.map(({ id }) => id.length));
  const needsWidth = Math.max(...rows.map(({ needed }) => needed.length));
  for (const { id, level, title, spec, needed } of rows)
    io.out(
      `${id.padEnd(idWidth)}  ${level.padEnd(6)}  ${needed.padEnd(needsWidth)}  ${title}  (${spec.join('; ')})\n`,
    );
  return 0;
}

/** What has to be given so that it can run, in words of its own. */
export function needsOf({ needsToken, needs = [] }: Pick<Check, 'needsToken' | 'needs'>): readonly string[] {
  return [...new Set([...(needsToken === true ? (['token'] as const) : []), ...needs])];
}
