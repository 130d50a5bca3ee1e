import { closest } from '../text/nearest.ts';
import { catalogue, type Entry } from './catalogue.ts';
import { EXITS } from './exit-codes.ts';
import { docsOf, rules } from './index.ts';
import { oauthErrors } from './oauth-errors.ts';

export interface Explanation {
  /** As it is printed: `AADSTS7000215`, `invalid_scope`, `endpoint/open-door`, `exit 7`. */
  readonly code: string;
  readonly kind: 'aadsts' | 'oauth' | 'finding' | 'exit' | 'check' | 'error';
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** Where it comes from, and how well it is known. */
  readonly source: string;
  /** What there is to say besides, in reading order. */
  readonly more?: readonly Section[];
}

export interface Section {
  /** One word: `needs`. */
  readonly label: string;
  readonly text: string;
}

export type Explained =
  | { readonly known: true; readonly explanation: Explanation; readonly text: string }
  | { readonly known: false; readonly suggestions: readonly string[] };

/**
 * Looks a code up, offline: an AADSTS number with or without its prefix, an OAuth error, a finding, an exit
 * code, or one of `more`, for instance the checks. Upper and lower case are the same.
 */
export function explain(code: string, more: readonly Explanation[] = []): Explained {
  const all = [...explanations(), ...more];
  const wanted = normalised(code);
  const explanation = all.find((one) => normalised(one.code) === wanted);
  if (explanation !== undefined) return { known: true, explanation, text: textOf(explanation) };
  return { known: false, suggestions: suggestionsFor(wanted, all) };
}

/** Everything that can be explained, for documentation. */
export function explanations(): readonly Explanation[] {
  return [
    ...catalogue.map(fromEntry),
    ...oauthErrors.map(({ error, source, ...rest }) => ({
      code: error,
      kind: 'oauth' as const,
      source,
      ...pick(rest),
    })),
    ...rules.map(({ code, about }) => ({ code, kind: 'finding' as const, source: docsOf(code), ...about })),
    ...EXITS.map(({ exit, ...rest }) => ({
      code: `exit ${exit}`,
      kind: 'exit' as const,
      source: 'exit codes',
      ...pick(rest),
    })),
  ];
}

type Text = Pick<Explanation, 'title' | 'cause' | 'fix'>;

function fromEntry({ code, where, confidence, ...rest }: Entry): Explanation {
  const place = {
    token: 'the token endpoint',
    authorize: 'the sign-in page',
    both: 'token endpoint or sign-in page',
  };
  return {
    code: `AADSTS${code}`,
    kind: 'aadsts',
    source: `Microsoft Entra ID, seen at ${place[where]}; ${CONFIDENCE[confidence]}`,
    ...pick(rest),
  };
}

const CONFIDENCE: Readonly<Record<Entry['confidence'], string>> = {
  recorded: 'known from real answers',
  reported: 'known from reports, in part',
  documented: 'documented by Microsoft, not seen in an answer',
  unverified: 'not verified',
};

/** Ids of a run are not known here. */
function pick({ title, cause, fix }: Text): Text {
  const known: Readonly<Record<string, string>> = {
    clientId: '<client id>',
    tenant: '<tenant>',
    audience: "<the API's client id>",
  };
  return {
    title,
    cause,
    fix: fix.replaceAll(/\{(clientId|tenant|audience)\}/g, (all, name: string) => known[name] ?? all),
  };
}

function normalised(code: string): string {
  const text = code.trim().toLowerCase();
  if (/^\d{1,3}$/.test(text)) return `exit ${text}`;
  if (/^\d{4,}$/.test(text)) return `aadsts${text}`;
  return text
    .replace(/^exit[ _-]?(?:code[ _-]?)?/, 'exit ')
    .replace(/^(?:entra\/(?=aadsts)|oauth[/.])/, '')
    .replace(/^aadsts[ :_-]?/, 'aadsts')
    .replace(/[:.]$/, '');
}

/** The nearest name, and what contains the words that were typed. */
function suggestionsFor(wanted: string, all: readonly Explanation[]): readonly string[] {
  const codes = all.map((one) => one.code);
  const containing = wanted.length < 3 ? [] : codes.filter((code) => code.toLowerCase().includes(wanted));
  return [...new Set([...containing, ...closest(wanted, codes)])].slice(0, 3);
}

function textOf({ code, title, cause, fix, source, more = [] }: Explanation): string {
  const sections: readonly Section[] = [
    { label: 'why', text: cause },
    ...more,
    { label: 'fix', text: fix },
    { label: 'from', text: source },
  ];
  const width = Math.max(...sections.map(({ label }) => label.length));
  const lines = sections.map(({ label, text }) => `  ${label.padEnd(width)}  ${text}\n`);
  return `${code}: ${title}\n\n${lines.join('')}`;
}
