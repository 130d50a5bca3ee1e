import type { Samples } from './expressions.ts';

/** What stands in a pattern that is put together while the program runs. */
export const SAMPLES: Samples = {
  'src/checks/discovery/refusal-reveals-nothing.ts': { 'escaped(tool)': 'get_me' },
  'src/diagnosis/rules/provider/refusal/assertion.ts': { name: 'subject' },
  'src/flows/provider-error.ts': { label: 'Trace ID' },
  'src/reporters/paint.ts': { 'String.fromCharCode(27)': '\u001b' },
};

/** An expression that may be slow, because the text that it meets is short. */
export interface Allowed {
  /** As it is written between the slashes. */
  readonly source: string;
  /** The longest text, in characters. */
  readonly bound: number;
  /** Where the length is limited, and what recheck says of the expression. */
  readonly why: string;
}

export const ALLOWED: readonly Allowed[] = [];
