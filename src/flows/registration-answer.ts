import { type ErrorOptions, TokenError } from '../errors.ts';
import type { HttpResponse, Registration } from '../types.ts';
import { byHand } from './by-hand.ts';
import type { FlowContext } from './flow.ts';
import { jsonObject } from './json-object.ts';
import { providerError, saidBy } from './provider-error.ts';
import { acceptedBody } from './token-answer.ts';

const LONGEST_CLIENT_ID = 2048;

/** What was asked for, as far as the answer is held against it. */
export interface Asked {
  readonly issuer: string;
  readonly method: string;
  readonly scopes: readonly string[];
  readonly redirectUri?: string;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the answer of a registration endpoint (RFC 7591 §3.2). Its values count, not what was asked for.
 * The registration access token (RFC 7592) is kept from every output, and dropped: nothing is managed later.
 * @throws TokenError `registration.invalid` (not an answer of such an endpoint), `registration.forbidden`,
 * `registration.invalid_redirect_uri`, `registration.invalid_client_metadata`, `registration.refused`,
 * `registration.auth_method`, `registration.redirect_uri`, `unavailable`; RateLimitedError
 */
export function readRegistration(response: HttpResponse, context: FlowContext, asked: Asked): Registration {
  const { vault } = context.http;
  const members = jsonObject(response.body);
  for (const name of ['client_secret', 'registration_access_token']) {
    const value = members?.[name];
    if (typeof value === 'string' && value !== '') vault.keep(value);
  }
  const options: ErrorOptions = {
    target: context.target.name,
    phase: 'registration',
    exchanges: [response.exchange],
    hint: byHand(context),
  };
  if (response.status < 200 || response.status > 299) throw refused(response, members, context, options);
  if (members === undefined) throw invalid('is no JSON object', options);
  const clientId = members.client_id;
  if (typeof clientId !== 'string' || !isClientId(clientId))
    throw invalid('has no usable client_id', options);
  requireRedirectUri(members, asked, options);
  const authMethod = methodOf(members, asked);
  const secret = secretFor(members, authMethod, options);
  return {
    issuer: asked.issuer,
    clientId,
    authMethod,
    ...(secret === undefined ? {} : { clientSecret: vault.keep(secret) }),
    ...(asked.redirectUri === undefined ? {} : { redirectUri: asked.redirectUri }),
    ...scopesHeldTo(members, asked),
    expiresAt: secret === undefined ? null : expiryOf(members.client_secret_expires_at, options),
  };
}

// RFC 7591 §2: client_secret_basic when the answer does not say. A server that leaves the member out and gives
// no secret means the client to have none; one that was asked for a secret and gives one took the request.
function methodOf(members: Members, { method }: Asked): string {
  const said = members.token_endpoint_auth_method;
  if (typeof said === 'string') return said;
  if (typeof members.client_secret !== 'string' || members.client_secret === '') return 'none';
  return method === 'none' ? 'client_secret_basic' : method;
}

function secretFor(members: Members, method: string, options: ErrorOptions): string | undefined {
  if (method === 'none') return undefined;
  if (method !== 'client_secret_basic' && method !== 'client_secret_post') {
    throw new TokenError(
      'registration.auth_method',
      'The registered client would have to authenticate in a way that was not asked for.',
      options,
    );
  }
  const secret = members.client_secret;
  if (typeof secret === 'string' && secret !== '') return secret;
  throw invalid(`says ${method} and has no client_secret`, options);
}

// RFC 7591 §3.2.1: the answer names all that was registered, so that one without scopes holds the client to none.
// What was asked for counts too: a server that registers less would be asked again and again.
function scopesHeldTo({ scope }: Members, { scopes }: Asked): { readonly scopes?: readonly string[] } {
  if (typeof scope !== 'string') return {};
  return { scopes: [...new Set([...scopes, ...scope.split(' ').filter(Boolean)])] };
}

// RFC 7591 §3.2.1: seconds since the epoch, 0 for never; required with a secret, and often left out.
function expiryOf(value: unknown, options: ErrorOptions): number | null {
  if (value === undefined || value === 0) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value * 1000;
  throw invalid('has a client_secret_expires_at that is no time', options);
}

// Without its port too: a server that takes any port on loopback (RFC 8252 §7.3) may keep it that way.
function requireRedirectUri(members: Members, { redirectUri }: Asked, options: ErrorOptions): void {
  const registered: unknown = members.redirect_uris;
  if (redirectUri === undefined || registered === undefined) return;
  const portless = redirectUri.replace(/:\d+(?=\/)/, '');
  if (Array.isArray(registered) && (registered.includes(redirectUri) || registered.includes(portless)))
    return;
  throw new TokenError(
    'registration.redirect_uri',
    `The client was registered without the redirect URI ${redirectUri}.`,
    options,
  );
}

function refused(
  response: HttpResponse,
  members: Members | undefined,
  context: FlowContext,
  options: ErrorOptions,
): TokenError {
  const { status } = response;
  const { vault } = context.http;
  // Throws what a busy server or one that broke down means at every endpoint.
  if (status === 429 || status === 503) acceptedBody(response, vault);
  if (status >= 500) {
    return new TokenError('unavailable', `The registration endpoint answered HTTP ${status}.`, {
      ...options,
      hint: 'Try again later, or give the id of a client that is registered already: --client-id.',
    });
  }
  const provider = providerError(members ?? {}, vault, status);
  const known = ['invalid_redirect_uri', 'invalid_client_metadata'].find((name) => name === provider.error);
  const forbidden = status === 401 || status === 403;
  const said = saidBy(provider, 'no OAuth error');
  return new TokenError(
    `registration.${known ?? (forbidden ? 'forbidden' : 'refused')}`,
    known === undefined && forbidden
      ? `The authorization server registers nobody without permission ${said}`
      : `The authorization server refused to register a client ${said}`,
    {
      ...options,
      provider,
      ...(forbidden
        ? { hint: `It wants an initial access token or trusts certain hosts only. ${byHand(context)}` }
        : {}),
    },
  );
}

function invalid(what: string, options: ErrorOptions): TokenError {
  return new TokenError('registration.invalid', `The answer of the registration endpoint ${what}.`, options);
}

// RFC 6749 appendix A.1: visible ASCII and blanks.
function isClientId(text: string): boolean {
  return text.length <= LONGEST_CLIENT_ID && /^[\x20-\x7e]+$/.test(text);
}
