import { UsageError } from '../errors.ts';
import { type Reporter, reporterNamed, reporters } from '../reporters/index.ts';

/** @throws UsageError `usage.format_unknown` that names the formats there are. */
export function reportFormat(name: string): Reporter {
  const found = reporterNamed(name);
  if (found !== undefined) return found;
  throw new UsageError('usage.format_unknown', `There is no report format named ${name}.`, {
    hint: `One of: ${reporters.map((reporter) => reporter.name).join(', ')}`,
  });
}
