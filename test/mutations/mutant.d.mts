/** One way to break the program: in `file`, `search` (there once) becomes `replace`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly search: string;
  readonly replace: string;
  /** Files or folders of tests, at least one of which must fail then. */
  readonly tests: readonly string[];
  /** The tests start the built program. */
  readonly built?: true;
  /** Selects runs of the official suite that must fail too: `REVISION SCENARIO`. */
  readonly scenario?: string;
}

/** A mutant without one of the defences of docs/security.md. */
export interface DefenceMutant extends Mutant {
  /** The defence as the table of docs/security.md names it. */
  readonly defence: string;
}
