import { closest } from '../text/nearest.ts';
import { asked, exitNames, normalised } from './asked.ts';
import { catalogue } from './catalogue.ts';
import { explanations, lookUpPage } from './explain-entries.ts';
import { type Explanation, textOf } from './explanation.ts';

export { explanations } from './explain-entries.ts';
export type { Explanation, Section } from './explanation.ts';

export type Explained =
  | { readonly known: true; readonly explanation: Explanation; readonly text: string }
  | {
      readonly known: false;
      readonly suggestions: readonly string[];
      /** Where a number that is not in the catalogue can be looked up. */
      readonly lookUp?: string;
    };

/**
 * Looks a code up, offline: an AADSTS number with or without its prefix, an error or a text of another provider or
 * of a token validator, an OAuth error, a finding, an exit code by number or name, or one of `more`, for instance
 * the checks. What was pasted may be a whole line or answer: the first code in it that is known is explained, and
 * the others are named. Upper and lower case are the same.
 */
export function explain(code: string, more: readonly Explanation[] = []): Explained {
  const all = [...explanations(), ...more];
  const wanted = asked(code);
  const byCode = new Map(all.toReversed().map((one) => [normalised(one.code), one]));
  const found = [...new Set(wanted.flatMap((one) => byCode.get(one) ?? []))];
  const number = wanted.find((one) => /^aadsts\d+$/.test(one) && !byCode.has(one))?.slice('aadsts'.length);
  const [first, ...others] = found;
  if (first === undefined) {
    return number === undefined
      ? { known: false, suggestions: suggestionsFor(wanted[0] ?? '', all) }
      : { known: false, suggestions: numbersNear(number), lookUp: lookUpPage(number) };
  }
  const explanation = withBesides(first, others, number);
  return { known: true, explanation, text: textOf(explanation) };
}

function withBesides(first: Explanation, others: readonly Explanation[], number?: string): Explanation {
  const besides = [
    ...(others.length === 0
      ? []
      : [`${others.map((one) => one.code).join(', ')} ${others.length === 1 ? 'fits' : 'fit'} as well`]),
    ...(number === undefined ? [] : [`AADSTS${number} is not known here: ${lookUpPage(number)}`]),
  ];
  if (besides.length === 0) return first;
  return { ...first, more: [...(first.more ?? []), { label: 'also', text: besides.join('; ') }] };
}

/** The nearest name, and what contains the words that were typed. */
function suggestionsFor(wanted: string, all: readonly Explanation[]): readonly string[] {
  const codes = [...all.map((one) => one.code), ...exitNames];
  const containing = wanted.length < 3 ? [] : codes.filter((code) => code.toLowerCase().includes(wanted));
  return [...new Set([...closest(wanted, codes), ...containing])].slice(0, 3);
}

/** Numbers that are one typing error away, those with the same beginning first; then their relations. */
function numbersNear(number: string): readonly string[] {
  const byBeginning = catalogue
    .map(({ code }) => `${code}`)
    .map((code) => ({ code, shared: sharedBeginning(code, number) }))
    .sort((one, other) => other.shared - one.shared);
  const relations = byBeginning.filter(
    ({ code, shared }) => shared >= 4 && shared >= Math.min(code.length, number.length) - 1,
  );
  const near = [
    ...closest(
      number,
      byBeginning.map(({ code }) => code),
    ),
    ...relations.map(({ code }) => code),
  ];
  return [...new Set(near)].slice(0, 3).map((code) => `AADSTS${code}`);
}

function sharedBeginning(one: string, other: string): number {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared;
}
