import type { Target } from '../../../src/types.ts';
import type { Mutant } from '../mutant.ts';

/** A server that is right, and not as others are: no check may take it for broken. */
export interface Unusual extends Pick<Mutant, 'name' | 'about' | 'resource' | 'server' | 'options'> {
  /** What its operator would set otherwise. */
  readonly target?: Partial<Target>;
  /** False: its tokens say something else than usual. */
  readonly demandsClaims?: boolean;
  /** Checks that rightly warn here, with the reason. */
  readonly mayWarn?: Readonly<Record<string, string>>;
  /** Codes of findings above a note that are true here, with the reason. */
  readonly mayFind?: Readonly<Record<string, string>>;
}
