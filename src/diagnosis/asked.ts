import { recogniseIn } from './catalogue/provider-entry.ts';
import { providerCatalogue, validatorEntryOf, whyRefused } from './catalogue.ts';
import { EXITS } from './exit-codes.ts';

/** Beyond this nothing is read of what was typed or pasted. */
const LONGEST = 10_000;

/**
 * The codes that somebody may mean, in the form in which they are compared, the likelier first: what was typed,
 * then the numbers, errors and texts that are found in a pasted line or answer.
 */
export function asked(code: string): readonly string[] {
  const text = code.slice(0, LONGEST).trim();
  if (text === '') return [];
  const named = normalised(text);
  const joined = named.length > 60 ? [] : [named.replaceAll(/\s+/g, '_')];
  return [...new Set([named, ...joined, ...numbersIn(text), ...(isPasted(text) ? partsOf(text) : [])])];
}

/** Upper and lower case, prefixes and stray punctuation say nothing. */
export function normalised(code: string): string {
  const text = code
    .trim()
    .toLowerCase()
    .replace(/^["'`(]+/, '')
    .replace(/(?<!["'`).:,;])["'`).:,;]+$/, '');
  if (/^\d{1,3}$/.test(text)) return `exit ${text}`;
  if (/^\d{4,9}$/.test(text)) return `aadsts${text}`;
  if (EXIT_NAMES.has(text)) return EXIT_NAMES.get(text) ?? text;
  const exit = /^exit(?:ed)?[ _-]{0,3}(?:with )?(?:code|status)?[ :=_-]{0,3}(\S+)$/.exec(text)?.[1];
  if (exit !== undefined) return EXIT_NAMES.get(exit) ?? `exit ${exit}`;
  return text
    .replace(/^(?:entra\/(?=aadsts)|oauth[/.]|b2c\/(?=aadb2c))/, '')
    .replace(/^aadsts[ :#_-]*(?=\d)/, 'aadsts')
    .replace(/^aadb2c[ :#_-]*(?=\d)/, 'b2c/aadb2c')
    .replace(/^(?:error|code|error code)[ :#=]+(?=\d{4,9}$)/, 'aadsts');
}

const EXIT_NAMES: ReadonlyMap<string, string> = new Map(
  EXITS.map(({ exit, title }) => [title.toLowerCase(), `exit ${exit}`]),
);

/** The names of exit codes, which are nearly codes themselves. */
export const exitNames: readonly string[] = EXITS.map(({ title }) => title);

function numbersIn(text: string): readonly string[] {
  return [
    ...matches(text, /\bAADSTS[ :#_-]*(\d{4,9})\b/gi).map((number) => `aadsts${number}`),
    ...matches(text, /\bAADB2C[ :#_-]*(\d{5})\b/gi).map((number) => `b2c/aadb2c${number}`),
    ...matches(text, /\b(IDX\d{5})\b/gi).map((number) => number.toLowerCase()),
    ...matches(text, /"error_codes"\s*:\s*\[\s*(\d{4,9})/g).map((number) => `aadsts${number}`),
    ...matches(text, /\/error\?code=(\d{4,9})\b/g).map((number) => `aadsts${number}`),
    ...matches(text, /\b(E0{3,6}\d{1,4})\b/gi).flatMap((number) => fromProviders(number)),
  ];
}

/** One word is a code, well or badly spelt; several are a line of a log, an answer, a challenge or a redirect. */
function isPasted(text: string): boolean {
  return /[\s"{=]/.test(text);
}

function partsOf(text: string): readonly string[] {
  const errors = matches(text, /\berror\\?["']?\s*[:=]\s*\\?["']?([a-z_]+)\b/gi).map((error) =>
    error.toLowerCase(),
  );
  const names = matches(text, /\b([a-z0-9]+(?:[/.][a-z0-9_-]+)+|[a-z]+(?:_[a-z]+)+)\b/gi);
  return [
    ...fromProviders(text, errors[0]),
    ...fromValidators(text, errors),
    ...[...names, ...errors].map(normalised),
  ];
}

/** Entries of every provider whose words are in the text; a text that is one word is nobody's. */
function fromProviders(text: string, error?: string): readonly string[] {
  const said = { description: text, ...(error === undefined ? {} : { error }) };
  return providerCatalogue
    .filter(({ alone, says }) => alone !== true && says.length > 0)
    .filter((entry) => recogniseIn([entry], said) !== undefined)
    .map(({ code }) => code);
}

/** Validators speak of access tokens: not where an authorization server refuses a request. */
function fromValidators(text: string, errors: readonly string[]): readonly string[] {
  const others = errors.some((error) => error !== 'invalid_token' && error !== 'insufficient_scope');
  const why = others || /\bAAD(?:STS|B2C)/i.test(text) ? undefined : whyRefused(descriptionIn(text, errors));
  const entry = why === undefined ? undefined : validatorEntryOf(why);
  return entry === undefined ? [] : [entry.code.toLowerCase()];
}

/** What stands in quotes is a value to a validator's text, but not the text itself. */
function descriptionIn(text: string, errors: readonly string[]): string | undefined {
  const begin = /\berror_description\\?["']?\s*[:=]\s*\\?"/i.exec(text);
  if (begin !== null) {
    const [inside = ''] = /^(?:[^"\\]|\\.)*/.exec(text.slice(begin.index + begin[0].length)) ?? [];
    return inside.replaceAll('\\"', '"');
  }
  return errors.length === 0 ? text : undefined;
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}
