export interface Choice {
  readonly random?: string | undefined;
  readonly seed?: string | undefined;
}

/**
 * The mutants of a list whose name or defence has one of the names in it, all when there is none; of these, with
 * `random`, so many that the seed picks.
 */
export function choose<M extends { readonly name: string; readonly defence?: string }>(
  mutants: readonly M[],
  names: readonly string[],
  choice?: Choice,
): readonly M[];

/** The text with the mutant's one place replaced; throws when there is none, or more than one. */
export function place(
  mutant: { readonly file: string; readonly search: string; readonly replace: string },
  text: string,
): string;
