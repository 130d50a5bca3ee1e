import type { HeaderList } from '../types.ts';

/** All values of a header, in order; the name is compared without regard to case. */
export function valuesOf(headers: HeaderList, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The list with `added` put in; names that `added` has are replaced. */
export function withHeaders(headers: HeaderList, added: HeaderList): HeaderList {
  const replaced = new Set(added.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...added];
}

/** The list with those defaults whose names it lacks. */
export function withDefaults(headers: HeaderList, defaults: HeaderList): HeaderList {
  const present = new Set(headers.map(([name]) => name.toLowerCase()));
  return [...headers, ...defaults.filter(([name]) => !present.has(name))];
}

/** Sent with every request that does not say otherwise. */
export const DEFAULT_HEADERS: HeaderList = [
  ['accept', '*/*'],
  ['accept-encoding', 'gzip'],
  ['user-agent', 'mcp-authcheck'],
];
