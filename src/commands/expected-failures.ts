import { checks } from '../checks/index.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../text/nearest.ts';
import { readLimited } from './config/read-limited.ts';
import type { Io } from './io.ts';

/**
 * Check ids that may fail, one in a line; `#` begins a comment.
 * @throws UsageError `usage.expected_failures`: unreadable, a line that is no id, or an id that no check has
 */
export async function expectedFailures(file: string, io: Io): Promise<ReadonlySet<string>> {
  const { text } = await readLimited(file, io.cwd, {
    code: 'usage.expected_failures',
    where: '--expected-failures',
    maxBytes: 1_000_000,
  });
  const known = checks.map(({ id }) => id);
  const ids = new Set<string>();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const id = line.replace(/#.*$/s, '').trim();
    if (id === '') continue;
    if (!known.includes(id)) throw unknown(id, `${file}:${index + 1}`, known);
    ids.add(id);
  }
  return ids;
}

function unknown(id: string, where: string, known: readonly string[]): UsageError {
  const meant = nearest(id, known);
  return new UsageError(
    'usage.expected_failures',
    `${where}: expected the id of a check, found ${JSON.stringify(id.slice(0, 100))}.`,
    {
      hint:
        meant === undefined
          ? 'One id in a line, like endpoint/rejects-no-token; --list-checks shows them all.'
          : `Did you mean ${meant}?`,
    },
  );
}
