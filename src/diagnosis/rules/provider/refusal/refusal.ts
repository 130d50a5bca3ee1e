import type { ProviderError } from '../../../../errors.ts';
import type { FlowRequest } from '../../../../types.ts';
import type { Diagnosis, Symptoms } from '../../../rule.ts';

/** One refusal of Entra ID, next to what this run sent. */
export interface Refusal {
  readonly provider: ProviderError;
  /** What it said, without the number and the identifiers. */
  readonly words: string;
  readonly symptoms: Symptoms;
  /** Undefined: no flow, but something before or beside it was refused. */
  readonly request: FlowRequest | undefined;
}

/** What this run's own settings say about the cause, better than what is known of the number alone. */
export type Narrowed = Partial<
  Pick<Diagnosis, 'summary' | 'cause' | 'fix' | 'confidence' | 'paste' | 'look' | 'alternatives' | 'decide'>
>;

/** Which of the causes of a number it is. Pure; undefined: nothing more can be said. */
export type Narrow = (refusal: Refusal) => Narrowed | undefined;

/** A command for a shell, as one of the things to paste. */
export function shell(...lines: readonly string[]): Pick<Narrowed, 'paste'> {
  return { paste: lines.map((text) => ({ where: 'shell', text }) as const) };
}

export function client(...lines: readonly string[]): Pick<Narrowed, 'paste'> {
  return { paste: lines.map((text) => ({ where: 'client', text }) as const) };
}
