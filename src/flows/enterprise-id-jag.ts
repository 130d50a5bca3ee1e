import { TokenError } from '../errors.ts';
import type { Vault } from '../secret.ts';
import { quote } from '../text/quote.ts';
import { decodeToken } from '../token/index.ts';
import type { FlowContext } from './flow.ts';
import type { IdentityAssertion } from './token-exchange.ts';

const TYPE = 'oauth-id-jag+jwt';

/** What the claims of an identity assertion must agree with. */
export interface Expected {
  /** Issuer of the resource's authorization server. */
  readonly audience: string;
  /** The client at that authorization server, not the identity provider's. */
  readonly clientId: string;
  readonly resource: string | undefined;
}

/**
 * Compares an identity assertion with what it was asked for, before it goes to the authorization server, which
 * is the one to verify it: type, audience, client, resource and expiry (Identity Assertion JWT Authorization
 * Grant §3.1, §4.4.1; MCP enterprise-managed authorization §7.6). One that names no resource passes, and so does
 * an encrypted one, which only the authorization server can read.
 * @throws TokenError `token.id_jag`, naming everything that differs
 */
export function requireFitting(found: IdentityAssertion, expected: Expected, context: FlowContext): void {
  const { format, header, claims, expiresAt } = decodeToken(found.assertion.reveal());
  if (format === 'jwe') return;
  const { vault } = context.http;
  const differences = [
    ...(isType(header?.typ) ? [] : [difference('typ', header?.typ, TYPE, vault)]),
    ...(claims === null ? ['its claims cannot be read'] : []),
    ...(claims === null || isOnly(claims.aud, expected.audience)
      ? []
      : [difference('aud', claims.aud, expected.audience, vault)]),
    ...(claims === null || claims.client_id === expected.clientId
      ? []
      : [difference('client_id', claims.client_id, expected.clientId, vault)]),
    ...(claims === null || isFor(claims.resource, expected.resource)
      ? []
      : [difference('resource', claims.resource, expected.resource ?? '', vault)]),
    ...(expiresAt !== null && Date.parse(expiresAt) <= context.now() ? [`it expired at ${expiresAt}`] : []),
  ];
  if (differences.length === 0) return;
  throw new TokenError(
    'token.id_jag',
    `The identity provider’s assertion does not fit: ${differences.join('; ')}. It was not sent to the authorization server.`,
    {
      target: context.target.name,
      phase: 'token',
      exchanges: found.exchanges,
      hint: 'Correct what the identity provider has registered for this MCP server: the issuer of its authorization server, the client id there, and its resource identifier.',
    },
  );
}

// RFC 7515 §4.1.9: a media type in any letter case, "application/" may be left out.
function isType(value: unknown): boolean {
  return typeof value === 'string' && value.toLowerCase().replace(/^application\//, '') === TYPE;
}

// The audience is one issuer, if need be in an array of one: a second one could use the assertion too.
function isOnly(value: unknown, expected: string): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.length === 1 && values[0] === expected;
}

function isFor(value: unknown, expected: string | undefined): boolean {
  if (value === undefined || expected === undefined) return true;
  return value === expected || (Array.isArray(value) && value.includes(expected));
}

function difference(name: string, found: unknown, expected: string, vault: Vault): string {
  const text = typeof found === 'string' ? found : JSON.stringify(found);
  return `${name} is ${text === undefined ? 'missing' : quote(vault.redact(text))}, expected ${quote(expected)}`;
}
