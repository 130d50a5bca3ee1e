import { UsageError } from '../../errors.ts';
import { nearest } from '../../text/nearest.ts';
import { inForce, type TargetEntry } from './target-entry.ts';
import { quoted } from './text.ts';

/**
 * The targets that have any of the tags; all of them without `--tag`. Every tag must be somebody's.
 * @throws UsageError `usage.tag_unknown`, `usage.tag_with_url`
 */
export function withTag(
  wanted: readonly string[] | undefined,
  entries: readonly TargetEntry[],
  urlsToo: boolean,
): readonly TargetEntry[] {
  if (wanted === undefined) return entries;
  if (urlsToo) {
    throw new UsageError(
      'usage.tag_with_url',
      '--tag chooses among the targets of the configuration file; one that is named by its URL has no tags.',
      { hint: 'Leave --tag or the URL away.' },
    );
  }
  const tagged = entries.map((entry) => ({ entry, tags: inForce(entry).settings.tags ?? [] }));
  const known = new Set(tagged.flatMap(({ tags }) => tags));
  for (const tag of wanted) if (!known.has(tag)) throw unknown(tag, [...known].sort());
  return tagged.filter(({ tags }) => tags.some((tag) => wanted.includes(tag))).map(({ entry }) => entry);
}

function unknown(tag: string, known: readonly string[]): UsageError {
  const near = nearest(tag, known);
  const list = known.slice(0, 20).map(quoted).join(', ');
  return new UsageError('usage.tag_unknown', `--tag: no chosen target has the tag ${quoted(tag)}.`, {
    hint:
      near !== undefined
        ? `Did you mean ${near}?`
        : known.length === 0
          ? 'None has any: write tags: [nightly] at a target or in defaults.'
          : `There are: ${list}.`,
  });
}
