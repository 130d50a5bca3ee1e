import { type ErrorOptions, TokenError } from '../errors.ts';
import type { Secret, Vault } from '../secret.ts';
import { quote } from '../text/quote.ts';
import type { HttpResponse } from '../types.ts';
import { jsonObject } from './json-object.ts';
import { providerError, saidBy } from './provider-error.ts';
import { RateLimitedError, retryAfter, waitAsked } from './rate-limit.ts';
import { hintFor } from './token-hints.ts';

const LONGEST_TOKEN = 65_536;
const LONGEST_LIFE_SECONDS = 366 * 24 * 3600;

/** How an access token is shown: by itself (RFC 6750), or with a proof of its key (RFC 9449). */
export type TokenType = 'Bearer' | 'DPoP';

/** What a successful answer of a token endpoint says (RFC 6749 §5.1). */
export interface TokenAnswer {
  readonly accessToken: Secret;
  readonly tokenType: TokenType;
  /** Seconds; null: absent or not a sensible number. */
  readonly expiresIn: number | null;
  readonly scopes: readonly string[] | null;
  readonly refreshToken?: Secret;
  readonly idToken?: Secret;
}

/**
 * Reads the answer of a token endpoint. Looks at the bytes that came, because the libraries differ in what
 * they let pass: one resolves with an empty token, both hide bodies. The token must be of the type that was
 * asked for: DPoP when a key was shown, and then no other (RFC 9449 §5), else Bearer.
 * @throws TokenError `oauth.<error>`, `token.invalid`, `token.type`, `token.contradiction`, `unavailable`;
 * RateLimitedError
 */
export function readTokenAnswer(
  response: HttpResponse,
  vault: Vault,
  asked: TokenType = 'Bearer',
): TokenAnswer {
  const members = acceptedBody(response, vault);
  const options = { phase: 'token', exchanges: [response.exchange] };
  const accessToken = members.access_token;
  if (typeof accessToken !== 'string' || !isTokenText(accessToken)) {
    const what = typeof accessToken === 'string' ? describeText(accessToken) : describeType(accessToken);
    throw new TokenError('token.invalid', `The token answer’s access_token is ${what}.`, options);
  }
  requireType(members.token_type, asked, options);
  const { scope, refresh_token: refreshToken, id_token: idToken } = members;
  return {
    accessToken: vault.keep(accessToken),
    tokenType: asked,
    expiresIn: secondsOf(members.expires_in),
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : null,
    ...(typeof refreshToken === 'string' && refreshToken !== ''
      ? { refreshToken: vault.keep(refreshToken) }
      : {}),
    ...(typeof idToken === 'string' && idToken !== '' ? { idToken: vault.keep(idToken) } : {}),
  };
}

function requireType(found: unknown, asked: TokenType, options: ErrorOptions): void {
  const type = typeof found === 'string' ? found.toLowerCase() : undefined;
  if (type === asked.toLowerCase()) return;
  const what = type === undefined ? describeType(found) : `not ${asked}`;
  if (asked === 'DPoP' && type === 'bearer') {
    const message =
      'A token bound to a key was asked for (DPoP), and the authorization server gave a Bearer token, which whoever finds it can use.';
    throw new TokenError('token.type', message, {
      ...options,
      hint: 'Turn DPoP on for this client or API at the authorization server, or leave --dpop out.',
    });
  }
  throw new TokenError('token.type', `The token answer’s token_type is ${what}.`, {
    ...options,
    ...(asked === 'Bearer' && type === 'dpop'
      ? { hint: 'The authorization server binds tokens to a key: run again with --dpop.' }
      : {}),
  });
}

/**
 * The members of a successful JSON answer of a token or device authorization endpoint.
 * @throws TokenError as {@link readTokenAnswer}
 */
export function acceptedBody(response: HttpResponse, vault: Vault): Readonly<Record<string, unknown>> {
  const { status } = response;
  const members = jsonObject(response.body);
  const options: ErrorOptions = { phase: 'token', exchanges: [response.exchange] };
  if (status === 429 || status === 503) throw rateLimited(response, members, vault, options);
  if (members === undefined) {
    if (status >= 500) {
      const message = `The authorization server answered HTTP ${status} without a JSON error.`;
      throw new TokenError('unavailable', message, { ...options, hint: 'Try again later.' });
    }
    const message = `Expected JSON from the token endpoint, found ${describeBody(response)} (HTTP ${status}).`;
    throw new TokenError('token.invalid', message, {
      ...options,
      hint: 'Something in between may have answered (a proxy, a sign-in portal), or the URL is not a token endpoint.',
    });
  }
  const refused = typeof members.error === 'string';
  const granted = typeof members.access_token === 'string' && members.access_token !== '';
  if (refused ? status < 300 || granted : status >= 300 && granted) {
    const message = `The token answer contradicts itself: HTTP ${status} with ${[refused ? 'an error' : '', granted ? 'a token' : ''].filter(Boolean).join(' and ')}.`;
    throw new TokenError('token.contradiction', message, {
      ...options,
      provider: providerError(members, vault, status),
    });
  }
  if (refused) throw refusal(members, vault, status, options);
  if (status < 200 || status > 299) {
    const code = status >= 500 ? 'unavailable' : 'token.invalid';
    const provider = providerError(members, vault, status);
    const said = provider.description === undefined ? '' : ` It says ${quote(provider.description)}.`;
    throw new TokenError(code, `The token endpoint answered HTTP ${status} without an OAuth error.${said}`, {
      ...options,
      ...(said === '' ? {} : { provider }),
    });
  }
  return members;
}

/** The TokenError for an OAuth error, from a body or from the parameters of a redirect. */
export function refusal(
  members: Readonly<Record<string, unknown>>,
  vault: Vault,
  status: number | undefined,
  options: ErrorOptions,
): TokenError {
  const provider = providerError(members, vault, status);
  const hint = hintFor(provider);
  const name = /^[A-Za-z][\w.-]{0,60}$/.test(provider.error ?? '') ? provider.error : 'unknown';
  return new TokenError(`oauth.${name}`, `The authorization server refused ${saidBy(provider)}`, {
    ...options,
    provider,
    ...(hint === undefined ? {} : { hint }),
  });
}

function rateLimited(
  response: HttpResponse,
  members: Readonly<Record<string, unknown>> | undefined,
  vault: Vault,
  options: ErrorOptions,
): RateLimitedError {
  const asked = retryAfter(response.header('retry-after')[0], Date.now());
  const message = `The authorization server is busy (HTTP ${response.status})${waitAsked(asked)}.`;
  return new RateLimitedError(message, asked, {
    ...options,
    provider: providerError(members ?? {}, vault, response.status),
    hint: 'Run again later.',
    retryable: true,
  });
}

// Visible ASCII, so that it fits a header as it is (RFC 6750 §2.1 allows less; providers differ).
export function isTokenText(token: string): boolean {
  return token.length <= LONGEST_TOKEN && /^[\x21-\x7e]+$/.test(token);
}

function describeText(token: string): string {
  if (token === '') return 'empty';
  return token.length > LONGEST_TOKEN ? `longer than ${LONGEST_TOKEN} characters` : 'not printable ASCII';
}

function describeType(value: unknown): string {
  return value === undefined ? 'missing' : `of type ${value === null ? 'null' : typeof value}`;
}

function describeBody(response: HttpResponse): string {
  const body = response.body.trimStart();
  if (body === '') return 'an empty answer';
  if (/^<(!doctype|html|\?xml)/i.test(body)) return 'HTML instead of JSON';
  return /^[[{"\dtfn-]/.test(body) ? 'something that is no JSON object' : 'text that is no JSON';
}

function secondsOf(value: unknown): number | null {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  const sensible = typeof seconds === 'number' && seconds >= 0 && seconds <= LONGEST_LIFE_SECONDS;
  return sensible ? seconds : null;
}
