import { quote, quoteAll } from '../text/quote.ts';
import type { Token, TokenExpectation } from '../types.ts';

/** What the provider may write for the target's own settings; used where the user demanded nothing. */
export interface Accepted {
  readonly audiences?: readonly string[];
  readonly issuers?: readonly string[];
}

export interface Comparison {
  readonly claim: 'aud' | 'iss' | 'scp' | 'roles';
  readonly verdict: 'pass' | 'fail';
  readonly message: string;
}

/**
 * One comparison for each claim about which something is expected. `aud`: the token holds at least one of the
 * values. `iss`: exactly the one demanded, else one of the accepted ones. `scp` and `roles`: each demanded one
 * is there. Strings are compared as they are (RFC 7519 §2, StringOrURI). A token whose claims cannot be read
 * fails every comparison.
 */
export function compareToken(
  token: Token,
  expected: TokenExpectation,
  accepted: Accepted = {},
): readonly Comparison[] {
  const audiences = expected.aud ?? accepted.audiences ?? [];
  const issuers = expected.iss === undefined ? (accepted.issuers ?? []) : [expected.iss];
  const { scp = [], roles = [] } = expected;
  return [
    ...(audiences.length === 0 ? [] : [compareAudience(token, audiences)]),
    ...(issuers.length === 0 ? [] : [compareIssuer(token, issuers)]),
    ...(scp.length === 0 ? [] : [compareScopes(token, scp)]),
    ...(roles.length === 0 ? [] : [compareRoles(token, roles)]),
  ];
}

function compareAudience(token: Token, wanted: readonly string[]): Comparison {
  const passes = token.aud.some((audience) => wanted.includes(audience));
  return compared('aud', passes, token, `${oneOf(wanted)} was expected`, quoteAll(token.aud));
}

function compareIssuer(token: Token, wanted: readonly string[]): Comparison {
  const passes = token.iss !== null && wanted.includes(token.iss);
  const found = token.iss === null ? 'none' : quote(token.iss);
  return compared('iss', passes, token, `${oneOf(wanted)} was expected`, found);
}

function compareScopes(token: Token, wanted: readonly string[]): Comparison {
  const missing = wanted.filter((scope) => !token.scp.includes(scope));
  return compared('scp', missing.length === 0, token, lacking(wanted, missing), quoteAll(token.scp));
}

function compareRoles(token: Token, wanted: readonly string[]): Comparison {
  const missing = wanted.filter((role) => !token.roles.some((held) => isRole(held, role, token.aud)));
  return compared('roles', missing.length === 0, token, lacking(wanted, missing), quoteAll(token.roles));
}

/** A demanded role may leave out the mark of where it was found; a client's role only at the token's audience. */
function isRole(held: string, wanted: string, aud: readonly string[]): boolean {
  const marks = ['', 'permission:', 'realm:', ...aud.map((audience) => `client:${audience}:`)];
  return marks.some((mark) => held === mark + wanted);
}

function compared(
  claim: Comparison['claim'],
  passes: boolean,
  token: Token,
  expectation: string,
  found: string,
): Comparison {
  if (token.claims === null) {
    const why = token.format === 'jwt' ? 'has an unreadable payload' : `is ${named[token.format]}`;
    return {
      claim,
      verdict: 'fail',
      message: `\`${claim}\` cannot be read: the token ${why}; ${expectation}`,
    };
  }
  return { claim, verdict: passes ? 'pass' : 'fail', message: `\`${claim}\` is ${found}; ${expectation}` };
}

const named = { opaque: 'opaque', jwe: 'encrypted', jwt: 'a JWT' } as const;

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? quoteAll(values) : `one of ${quoteAll(values)}`;
}

function lacking(wanted: readonly string[], missing: readonly string[]): string {
  return missing.length === 0
    ? `${quoteAll(wanted)} was expected`
    : `${quoteAll(wanted)} was expected and ${quoteAll(missing)} is missing`;
}
