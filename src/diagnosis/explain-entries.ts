import {
  type Confidence,
  catalogue,
  type Entry,
  type ProviderEntry,
  providerCatalogue,
  type ValidatorEntry,
  validatorCatalogue,
} from './catalogue.ts';
import { aadstsCode, oauthCode } from './codes.ts';
import { EXITS } from './exit-codes.ts';
import { type Explanation, KNOWN, type Section } from './explanation.ts';
import { docsOf, rules } from './index.ts';
import { oauthErrors } from './oauth-errors.ts';

/** Everything that can be explained, for documentation. */
export function explanations(): readonly Explanation[] {
  return [
    ...catalogue.map(fromEntry),
    ...oauthErrors.map(({ error, source, ...rest }) => ({
      code: error,
      kind: 'oauth' as const,
      source,
      ...words(rest),
      more: [docsAt(oauthCode(error))],
    })),
    ...providerCatalogue.map(fromProvider),
    ...validatorCatalogue.map(fromValidator),
    ...rules.map(({ code, about, checks = [] }) => ({
      code,
      kind: 'finding' as const,
      source: docsOf(code),
      ...words(about),
      ...(checks.length === 0 ? {} : { more: [{ label: 'checks', text: `fails ${checks.join(', ')}` }] }),
    })),
    ...EXITS.map(({ exit, ...rest }) => ({
      code: `exit ${exit}`,
      kind: 'exit' as const,
      source: 'exit codes',
      ...words(rest),
    })),
  ];
}

/** Where Microsoft explains its numbers. */
export function lookUpPage(aadsts: number | string): string {
  return `https://login.microsoftonline.com/error?code=${aadsts}`;
}

function fromEntry(entry: Entry): Explanation {
  return {
    code: `AADSTS${entry.code}`,
    kind: 'aadsts',
    ...words(entry),
    ...standing(entry),
    more: [
      { label: 'seen', text: seen(entry) },
      { label: 'online', text: lookUpPage(entry.code) },
      { label: 'docs', text: docsOf(aadstsCode(entry.code)) },
    ],
  };
}

/** `at the token endpoint, as HTTP 401 invalid_client`; what nobody has shown is called inferred. */
export function seen({ where, page, status, error, suberror, inferred = {} }: Entry): string {
  const shown = answer(status, error, suberror);
  const guessed = answer(inferred.status, inferred.error, inferred.suberror);
  const place = page === true && where === 'authorize' ? `${PLACES[where]} ${PAGE}` : PLACES[where];
  return [
    place,
    ...(shown === '' ? [] : [`as ${shown}`]),
    ...(guessed === ''
      ? []
      : [`${shown === '' ? 'probably as' : 'probably'} ${guessed} (inferred, not seen)`]),
    ...(page === true && where !== 'authorize' ? [`at sign-in ${PAGE}`] : []),
  ].join(', ');
}

const PAGE = 'as a page in the browser, of which the client hears nothing';

const PLACES: Readonly<Record<Entry['where'], string>> = {
  token: 'at the token endpoint',
  authorize: 'at sign-in',
  both: 'at the token endpoint and at sign-in',
  metadata: 'when metadata is asked for',
  everywhere: 'at the token endpoint, at sign-in and when metadata is asked for',
};

function answer(status?: number, error?: string, suberror?: string): string {
  return [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(error === undefined ? [] : [error]),
    ...(suberror === undefined ? [] : [`(suberror ${suberror})`]),
  ].join(' ');
}

function fromProvider(entry: ProviderEntry): Explanation {
  return {
    code: entry.code,
    kind: 'provider',
    ...words(entry),
    ...standing(entry),
    more: [{ label: 'seen', text: recognisedBy(entry) }, docsAt(entry.code)],
  };
}

/** What the provider says then. */
export function recognisedBy({ errors, says, alone, status, page }: ProviderEntry): string {
  const said = says.map(inQuotes).join(' or ');
  return [
    ...(page === true ? ['a page in the browser, of which the client hears nothing'] : []),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(errors.length === 0 ? [] : [errors.join(' or ')]),
    ...(said === '' ? [] : [alone === true ? `${said} and no more` : said]),
  ].join(', ');
}

function fromValidator(entry: ValidatorEntry): Explanation {
  const said = Object.entries(entry.says).map(([library, parts]) => `${library}: ${quoted(parts)}`);
  return {
    code: entry.code,
    kind: 'validator',
    ...words(entry),
    ...standing(entry),
    more: [
      { label: 'about', text: ABOUT[entry.claim] },
      { label: 'seen', text: `in the challenge or the log of the server; ${said.join('; ')}` },
      docsAt(entry.code),
    ],
  };
}

function quoted(parts: readonly string[]): string {
  return parts.map(inQuotes).join(', ');
}

function inQuotes(part: string): string {
  return part.includes('"') ? `'${part}'` : `"${part}"`;
}

const ABOUT: Readonly<Record<ValidatorEntry['claim'], string>> = {
  aud: 'the claim aud, for whom the token is',
  iss: 'the claim iss, from whom the token is',
  exp: 'the claim exp, until when the token is valid',
  nbf: 'the claims nbf and iat, from when the token is valid',
  signature: 'the signature of the token',
  key: 'the keys that the server verifies with',
  scope: 'the claims scp, scope or roles, what the token allows',
  type: 'the type of the token',
  malformed: 'the form of the token',
};

function docsAt(code: string): Section {
  return { label: 'docs', text: docsOf(code) };
}

function standing({ confidence, source }: { readonly confidence: Confidence; readonly source: string }) {
  return { confidence, known: KNOWN[confidence], source };
}

/** Ids of a run are not known here. */
function words({ title, cause, fix }: Pick<Explanation, 'title' | 'cause' | 'fix'>) {
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
