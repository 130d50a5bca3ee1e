import type { ErrorObject } from '../errors.ts';
import type { Evidence, Exchange, Finding, Result } from '../types.ts';

/** One root cause that can be recognised from finished evidence. Pure. */
export interface Rule {
  /** Stable: `entra/token-version-1`. */
  readonly code: string;
  /** Where the cause stands on the road; earlier causes explain later failures. */
  readonly leg: 'target' | 'network' | 'discovery' | 'token' | 'session' | 'check';
  /**
   * Codes of findings that only follow from this one, `server/*` for all of a kind: they are folded under it, also
   * where they would rank before it.
   * What explains no other result than those of an earlier error is folded anyway.
   */
  readonly explains?: readonly string[];
  /** Is told of those flows only whose trouble no error of an earlier rule about tokens and sessions explains. */
  readonly unlessExplained?: true;
  readonly diagnose: (symptoms: Symptoms) => readonly Diagnosis[];
}

/** A finding without what the registry adds. `code`: more exact than the rule's. */
export type Diagnosis = Omit<Finding, 'code' | 'docs' | 'because'> & { readonly code?: string };

export interface Symptoms {
  readonly evidence: Evidence;
  readonly results: readonly Result[];
  /** Every error of the road, in order. */
  readonly errors: readonly ErrorObject[];
  /** Everything that went over the wire, in order; empty where nothing did. */
  readonly exchanges: readonly Exchange[];
}
