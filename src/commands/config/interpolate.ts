import { UsageError } from '../../errors.ts';
import { type ConfigDocument, type Path, whereIn } from './document.ts';

/**
 * Replaces `${NAME}` in every string of the document, after parsing, so that a value can never become
 * structure; the replacement is not looked at again. `$${` stands for a literal `${`.
 * @param onVariable hears of every variable before it is read, with the place; may throw
 * @throws UsageError `config.variable_missing` (unset or empty), `config.variable_malformed`.
 */
export function interpolate(
  document: ConfigDocument,
  environment: Readonly<Record<string, string | undefined>>,
  onVariable: (name: string, where: string) => void,
): unknown {
  const walk = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return replace(value, path);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  const replace = (text: string, path: Path): string =>
    text.replace(/\$(\$?)\{([^}]*)(\}?)/g, (whole, escaped: string, name: string, closed: string) => {
      if (escaped === '$') return whole.slice(1);
      if (closed === '' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        throw new UsageError('config.variable_malformed', `${whereIn(document, path)}: expected \${NAME}.`, {
          hint: 'Letters, digits and underscores between the braces; a literal "${" is written "$${".',
        });
      }
      onVariable(name, whereIn(document, path));
      const value = environment[name];
      if (value !== undefined && value !== '') return value;
      const state = value === undefined ? 'is not set' : 'is set but empty';
      throw new UsageError(
        'config.variable_missing',
        `${whereIn(document, path)}: the environment variable ${name} ${state}.`,
        { hint: `Set ${name}; in CI check that this job may see it.` },
      );
    });
  return walk(document.value, []);
}
