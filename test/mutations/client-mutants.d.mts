/** One way to break the client: in `file`, `find` (there once) becomes `replace`. */
export interface ClientMutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Files or folders of tests, at least one of which must fail then. */
  readonly tests: readonly string[];
  /** Selects runs of the official suite that must fail too: `REVISION SCENARIO`. */
  readonly scenario?: string;
}

export const clientMutants: readonly ClientMutant[];
