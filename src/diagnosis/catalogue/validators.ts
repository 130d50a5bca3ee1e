import { identityModel } from './identity-model.ts';
import { refusalWords } from './refusal-words.ts';
import type { RefusedFor, ValidatorEntry } from './validator-entry.ts';

export type { RefusedFor, ValidatorEntry } from './validator-entry.ts';

/** What the validators of servers say against a token. */
export const validatorCatalogue: readonly ValidatorEntry[] = [...identityModel, ...refusalWords];

export interface WhyRefused {
  /** The claim or part of the token that is missing or wrong. */
  readonly claim: RefusedFor;
  /** The validator's own number, where it gave one: `IDX10214`. */
  readonly code?: string;
}

/**
 * What the `error_description` of a challenge says against the token; undefined where it says nothing, or several
 * things at once ("invalid or expired"). Values in quotes and URLs are not read.
 */
export function whyRefused(description: string | undefined): WhyRefused | undefined {
  if (description === undefined) return undefined;
  const text = description.slice(0, LONGEST);
  const numbers = (text.match(/\bIDX\d{5}\b/gi) ?? []).map((number) => number.toUpperCase());
  const numbered = identityModel.find(({ code }) => numbers.includes(code));
  if (numbered !== undefined) return { claim: numbered.claim, code: numbered.code };
  const plain = withoutValues(text).toLowerCase().replaceAll(/\s+/g, ' ');
  const claim = only(phrasesIn(plain)) ?? only(wordsIn(plain));
  return claim === undefined ? undefined : { claim };
}

/** The number, or the plain words, that stand for what was said. */
export function validatorEntryOf({ claim, code }: WhyRefused): ValidatorEntry | undefined {
  return validatorCatalogue.find((entry) =>
    code === undefined ? entry.claim === claim && entry.code.startsWith('refused/') : entry.code === code,
  );
}

const LONGEST = 2000;

function only(claims: readonly RefusedFor[]): RefusedFor | undefined {
  return new Set(claims).size === 1 ? claims[0] : undefined;
}

function phrasesIn(plain: string): readonly RefusedFor[] {
  return PHRASES.filter(({ phrase }) => plain.includes(phrase)).map(({ claim }) => claim);
}

const PHRASES: readonly { readonly phrase: string; readonly claim: RefusedFor }[] = refusalWords.flatMap(
  ({ claim, says }) =>
    Object.values(says)
      .flat()
      .map((phrase) => ({ phrase: phrase.toLowerCase(), claim })),
);

function wordsIn(plain: string): readonly RefusedFor[] {
  const said = plain.replaceAll(VAGUE, ' ');
  // Keys and signatures belong to an issuer, which nobody then complains of.
  const keys = KEY.test(said);
  return WORDS.filter(([claim, words]) => words.test(said) && !(keys && ['iss', 'signature'].includes(claim)))
    .map(([claim]) => claim)
    .concat(keys ? ['key'] : []);
}

/** "invalid or expired", "expired, revoked or malformed": none of it is said. */
const VAGUE =
  /\b(?:(?:invalid|missing|malformed|revoked|unknown|bad|not valid|expired)(?:, or | or |, |\/| and\/or )){1,4}(?:is )?(?:invalid|missing|malformed|revoked|unknown|bad|not valid|expired|no longer)\b/g;

const KEY =
  /\b(?:no|unknown|unable to (?:find|get|match|load)|could not (?:find|load|fetch)|cannot (?:find|load|fetch)|not signed with)\b[^.]{0,80}\bkeys?\b|\bkid\b|\bjwks\b/;

/** Where no library's phrase is met. */
const WORDS: readonly (readonly [RefusedFor, RegExp])[] = [
  ['aud', /\baud(?:iences?)?\b/],
  ['iss', /\biss(?:uers?)?\b/],
  ['exp', /\bexp(?:ired|ires|iry|iration)?\b/],
  ['nbf', /\bnbf\b|\bnot (?:yet valid|valid yet|valid before|active yet|yet active)\b/],
  ['signature', /\bsignatures?\b|\balgorithm\b/],
  ['scope', /\bscopes?\b|\bscp\b|\broles?\b|\bpermissions?\b/],
  ['type', /\btyp\b|\btoken type\b|\bid token\b|\bat\+jwt\b/],
  ['malformed', /\bmalformed\b|\bwell-formed\b|\bsegments?\b|\bnot a (?:valid )?jwt\b|\b(?:decode|parse)\b/],
];

/** Values may hold any word; names of claims in quotes stay. */
function withoutValues(text: string): string {
  return text
    .replaceAll(/\b[a-z][a-z0-9+.-]{0,30}:\/\/\S+/gi, ' ')
    .replaceAll(/(?<!\w)(["'])(.{0,200}?)\1(?!\w)/g, (all, _, inside: string) =>
      /^(?:aud|iss|exp|nbf|iat|typ|alg|kid|scp|scope|roles)$/i.test(inside) ? all : ' ',
    )
    .trim();
}
