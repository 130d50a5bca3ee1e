import { escapeRemote } from '../../reporters/escape.ts';

/** A value that somebody typed, quoted for a message: one line, no control characters, clipped. */
export function quoted(value: string): string {
  return `"${escapeRemote(value, 120)}"`;
}

/** Splits a list given as repeated flags, spaces or commas; drops repetitions, keeps the order. */
export function splitList(values: readonly string[]): readonly string[] {
  return [...new Set(values.flatMap((value) => value.split(/[\s,]+/)).filter((item) => item !== ''))];
}

/** What kind of value it is, in the words of a configuration file. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? `${value}` : `a ${typeof value}`;
}
