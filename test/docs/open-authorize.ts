import { randomUUID } from 'node:crypto';

export interface Issued {
  readonly clientId: string;
  readonly challenge: string;
}

export interface AuthorizeRules {
  readonly issuer: string;
  /** Where the answers of a client may go; undefined: nobody knows it. */
  readonly redirectUrisOf: (clientId: string) => readonly string[] | undefined;
  readonly knowsScope: (scope: string) => boolean;
  readonly knowsResource: (resource: string) => boolean;
  /** Told every code that was given out. */
  readonly issued: (code: string, what: Issued) => void;
}

/**
 * Where an authorization request leads, whose person agrees to everything without a page; undefined: nowhere, because
 * whoever the answer would go to is not the client's (RFC 6749 §4.1.2.1).
 */
export function authorize(query: URLSearchParams, rules: AuthorizeRules): string | undefined {
  const clientId = query.get('client_id') ?? '';
  const redirectUri = query.get('redirect_uri') ?? '';
  const registered = rules.redirectUrisOf(clientId) ?? [];
  if (!registered.some((uri) => withoutPort(uri) === withoutPort(redirectUri))) return undefined;

  const error = problemOf(query, rules);
  const code = randomUUID();
  if (error === undefined) rules.issued(code, { clientId, challenge: query.get('code_challenge') ?? '' });
  const state = query.get('state');
  const back = new URL(redirectUri);
  back.search = new URLSearchParams({
    ...(error === undefined ? { code } : { error }),
    ...(state === null ? {} : { state }),
    iss: rules.issuer,
  }).toString();
  return back.href;
}

/** The OAuth error that comes to the client instead of a code. */
function problemOf(query: URLSearchParams, rules: AuthorizeRules): string | undefined {
  if (query.get('response_type') !== 'code') return 'unsupported_response_type';
  const challenge = query.get('code_challenge') ?? '';
  if (challenge === '' || query.get('code_challenge_method') !== 'S256') return 'invalid_request';
  if (!query.getAll('resource').every(rules.knowsResource)) return 'invalid_target';
  const scopes = query.get('scope')?.split(' ') ?? [];
  return scopes.every(rules.knowsScope) ? undefined : 'invalid_scope';
}

/** A native app listens wherever it finds a port (RFC 8252 §7.3); all else is compared to the letter. */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):\d+(?=\/)/, '$1');
}
