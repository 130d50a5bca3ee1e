import { randomBytes } from 'node:crypto';
import type { AuthorizeParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 6749 §4.1, RFC 7636, RFC 8252 §7.3, RFC 9207. */
export function correctAuthorize({ issuer }: ServerContext): AuthorizeParts {
  return {
    acceptsRedirectUri: ({ redirectUris }, asked) =>
      redirectUris.some((registered) => withoutPort(registered) === withoutPort(asked)),
    supportsResponseType: (responseType) => responseType === 'code',
    challengeProblem: (challenge, method) => {
      if (challenge === null) return 'code_challenge is required';
      if (method !== 'S256') return 'code_challenge_method must be S256';
      return /^[\w-]{43}$/.test(challenge) ? undefined : 'code_challenge is malformed';
    },
    newCode: () => randomBytes(24).toString('base64url'),
    codeLifetime: () => 60,
    redirectParameters: (given, state) => [
      ...Object.entries(given),
      ...(state === null ? [] : [['state', state] as const]),
      ['iss', issuer],
    ],
    redirectLocation: (redirectUri, parameters) => {
      const location = new URL(redirectUri);
      for (const [name, value] of parameters) location.searchParams.append(name, value);
      return location.href;
    },
    errorPage: (problem) => ({
      status: 400,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      body: `<!doctype html><title>Sign-in failed</title><p>${problem}</p>`,
    }),
    pageHeaders: () => ({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    }),
  };
}

/** A loopback redirect URI may come with any port; everything else is compared as it is written. */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(?=[/?]|$)/, '$1');
}
