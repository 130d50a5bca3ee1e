import { modulesBelow, sourceOf } from './imports.ts';

/** The names that stand as a string in no test file below the folder. */
export function unnamed(names: readonly string[], folder: string): readonly string[] {
  return withoutMention(
    names,
    modulesBelow(folder).filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/architecture')),
    sourceOf,
  );
}

/** A name counts as mentioned where it stands between quotes, so that `open` is not found in `open-door`. */
export function withoutMention(
  names: readonly string[],
  files: readonly string[],
  read: (file: string) => string,
): readonly string[] {
  const text = files.map(read).join('\n');
  return names.filter((name) => !["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`)));
}

/** Whether a test file has a case for every entry of a registry, whatever it holds: `it.each(faults…)`. */
export function walks(registry: string, source: string): boolean {
  return new RegExp(String.raw`\b(?:it|test|describe)\.each\(\s*${registry}\b`).test(source);
}
