import type { Confidence } from './catalogue.ts';

export interface Explanation {
  /** As it is printed: `AADSTS7000215`, `invalid_scope`, `endpoint/open-door`, `exit 7`. */
  readonly code: string;
  readonly kind: 'aadsts' | 'provider' | 'validator' | 'oauth' | 'finding' | 'exit' | 'check' | 'error';
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** What kind of source tells it, or where it is described. */
  readonly source: string;
  /** How well it is known; without it nothing is doubtful: a specification or this program says so. */
  readonly confidence?: Confidence;
  /** The same in plain words. */
  readonly known?: string;
  /** What there is to say besides, in reading order. */
  readonly more?: readonly Section[];
}

export interface Section {
  /** One word: `needs`. */
  readonly label: string;
  readonly text: string;
}

export const KNOWN: Readonly<Record<Confidence, string>> = {
  recorded: 'from answers of the real service',
  reported: 'from what users report, in part',
  documented: 'documented; no whole answer has been seen',
  unverified: 'not verified: take it as a hint',
};

/** `AADSTS7000215: The client secret is wrong.` and what is known of it, a labelled line each. */
export function textOf({ code, title, cause, fix, source, known, more = [] }: Explanation): string {
  const sections: readonly Section[] = [
    { label: 'why', text: cause },
    ...more,
    { label: 'fix', text: fix },
    ...(known === undefined ? [] : [{ label: 'known', text: known }]),
    { label: 'from', text: source },
  ];
  const width = Math.max(...sections.map(({ label }) => label.length));
  const lines = sections.map(({ label, text }) => `  ${label.padEnd(width)}  ${text}\n`);
  return `${code}: ${title}\n\n${lines.join('')}`;
}
