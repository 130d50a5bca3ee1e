import type { Rule } from './rule.ts';

/** A rule that can be explained without a run: what the finding means, why it comes about, what mends it. */
export interface KnownRule extends Rule {
  readonly about: { readonly title: string; readonly cause: string; readonly fix: string };
  /** Ids of the checks whose failure most likely has this cause. */
  readonly checks?: readonly string[];
}
