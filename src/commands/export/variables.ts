import type { Secret } from '../../secret.ts';

/**
 * The environment variable that a secret came from, so that a script reads it from there as well; `otherwise` when
 * it came from a file or from standard input.
 */
export function variableOf(
  secret: Secret,
  environment: Readonly<Record<string, string | undefined>>,
  otherwise: string,
): string {
  const value = secret.reveal();
  const holds = (name: string): boolean => environment[name]?.replace(/\r?\n$/, '') === value;
  return [otherwise, ...Object.keys(environment).sort()].find(holds) ?? otherwise;
}
