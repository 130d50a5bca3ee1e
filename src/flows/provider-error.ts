import type { ProviderError } from '../errors.ts';
import type { Vault } from '../secret.ts';
import { remoteText } from './remote-text.ts';

/**
 * What an authorization server said when it refused, read from an error body or the parameters of a redirect
 * (RFC 6749 §5.2, §4.1.2.1; Entra ID adds error_codes, suberror, trace_id, correlation_id and claims).
 * `members` is remote: texts are cleaned, members of another type count as absent.
 */
export function providerError(
  members: Readonly<Record<string, unknown>>,
  vault: Vault,
  status?: number,
): ProviderError {
  const text = (name: string, limit?: number): string | undefined => {
    const value = members[name];
    return typeof value === 'string' && value !== '' ? remoteText(value, vault, limit) : undefined;
  };
  // A redirect has no members for them: there they stand at the end of the text.
  const written = (label: string): string | undefined =>
    new RegExp(`\\b${label}: ([\\w-]+(?: [\\d:]+Z)?)`).exec(text('error_description', 4096) ?? '')?.[1];
  const said = {
    error: text('error', 80),
    description: text('error_description') ?? apiError(text('errorCode', 80), text('errorSummary')),
    aadsts: aadstsOf(members),
    suberror: text('suberror', 80) ?? text('error_subcode', 80),
    status,
    traceId: text('trace_id', 80) ?? written('Trace ID'),
    correlationId: text('correlation_id', 80) ?? written('Correlation ID'),
    timestamp: text('timestamp', 40) ?? written('Timestamp'),
    claims: text('claims', 4096),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** The same in a line, for the end of a sentence: `(invalid_grant, HTTP 400): "The code is spent."` */
export function saidBy(provider: ProviderError, nothing = 'unknown error'): string {
  const { error = nothing, aadsts, suberror, status, description } = provider;
  const facts = [
    error,
    ...(aadsts === undefined ? [] : [`AADSTS${aadsts}`]),
    ...(suberror === undefined ? [] : [suberror]),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
  ].join(', ');
  return `(${facts})${description === undefined ? '' : `: "${description}"`}`;
}

// Okta's management API, which answers where no authorization server does: E0000007 and a sentence.
function apiError(code: string | undefined, summary = ''): string | undefined {
  return code === undefined ? undefined : `${code}: ${summary}`;
}

// The first number of error_codes is the primary one; redirects only have the text.
function aadstsOf(members: Readonly<Record<string, unknown>>): number | undefined {
  const codes: unknown = members.error_codes;
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  if (typeof first === 'number' && Number.isSafeInteger(first)) return first;
  const description = members.error_description;
  const match = typeof description === 'string' ? /^AADSTS(\d{4,9})\b/.exec(description) : null;
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
