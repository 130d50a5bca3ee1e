import { UsageError } from '../../errors.ts';
import type { Target } from '../../types.ts';
import type { TargetConfig } from './config-schema.ts';
import type { Path } from './document.ts';
import { suggest } from './names.ts';
import { quoted } from './text.ts';

/** Ids of checks that may fail at a target. @throws UsageError `config.expected_failures`: no check has that id. */
export async function expectedFailuresOf(
  { expectedFailures }: TargetConfig,
  at: (...path: Path) => string,
): Promise<Pick<Target, 'expectedFailures'>> {
  if (expectedFailures === undefined) return {};
  const { checks } = await import('../../checks/index.ts');
  const known = checks.map(({ id }) => id);
  for (const [index, id] of expectedFailures.entries()) {
    if (known.includes(id)) continue;
    const near = suggest(id, known);
    throw new UsageError(
      'config.expected_failures',
      `${at('expectedFailures', index)}: expected the id of a check, found ${quoted(id)}.`,
      { hint: near.startsWith('Known') ? 'verify --list-checks shows them all.' : near },
    );
  }
  return { expectedFailures };
}
