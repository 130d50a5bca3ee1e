import { providerCatalogue, validatorCatalogue } from './catalogue.ts';

/** The finding that stands for one of Entra ID's error numbers: `entra/aadsts-7000215`. */
export function aadstsCode(aadsts: number): string {
  return `entra/aadsts-${aadsts}`;
}

/** The finding that stands for an OAuth `error` (RFC 6749 §5.2, §4.1.2.1): `oauth/invalid_client`. */
export function oauthCode(error: string): string {
  return `oauth/${error}`;
}

/** The code stands for what a server says, and not for what this program concludes. */
export function isServersOwn(code: string): boolean {
  return /^(?:entra\/aadsts-|oauth\/)/.test(code) || ENTRIES.has(code);
}

const ENTRIES: ReadonlySet<string> = new Set(
  [...providerCatalogue, ...validatorCatalogue].map(({ code }) => code),
);
