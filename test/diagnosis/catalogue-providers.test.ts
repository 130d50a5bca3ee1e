import { describe, expect, it } from 'vitest';
import { entryOfProvider, providerCatalogue, providerTopics } from '../../src/diagnosis/catalogue.ts';
import { profiles } from '../../src/profiles/index.ts';

type Case = readonly [
  profile: string,
  error: string | undefined,
  description: string | undefined,
  code: string,
];

const cases: readonly Case[] = [
  [
    'okta',
    'invalid_scope',
    'One or more scopes are not configured for the authorization server resource.',
    'okta/scope-not-configured',
  ],
  [
    'okta',
    'invalid_scope',
    'Custom scopes are not allowed for this request.',
    'okta/org-server-has-no-custom-scopes',
  ],
  [
    'okta',
    'access_denied',
    'Policy evaluation failed for this request, please check the policy configurations.',
    'okta/policy-evaluation-failed',
  ],
  [
    'okta',
    'unauthorized_client',
    'The client is not authorized to use the provided grant type. Configured grant types: [authorization_code]',
    'okta/grant-not-enabled',
  ],
  [
    'okta',
    'invalid_client',
    'The client secret supplied for a confidential client is invalid.',
    'okta/secret-invalid',
  ],
  ['okta', 'invalid_client', 'No client credentials found.', 'okta/no-credential'],
  [
    'okta',
    'invalid_client',
    'Client authentication failed. Either the client or the client credentials are invalid.',
    'okta/client-authentication-failed',
  ],
  ['okta', 'invalid_grant', 'The refresh token is invalid or expired.', 'okta/refresh-token-invalid'],
  ['okta', 'invalid_grant', 'PKCE verification failed.', 'okta/pkce-failed'],
  ['okta', 'invalid_grant', 'The authorization code is invalid or has expired.', 'okta/code-invalid'],
  ['okta', 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.', 'okta/dpop-required'],
  [
    'okta',
    undefined,
    "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",
    'okta/redirect-not-registered',
  ],
  ['okta', 'invalid_client_metadata', undefined, 'okta/registration-needs-administrator'],
  ['okta', undefined, '{"errorCode":"E0000004"}', 'okta/api-authentication-failed'],
  ['okta', undefined, 'E0000005', 'okta/api-access-denied'],
  [
    'okta',
    undefined,
    'E0000022: The endpoint does not support the provided HTTP method',
    'okta/api-not-permitted',
  ],
  ['okta', undefined, 'E0000007: Not found: Resource not found', 'okta/server-not-found'],
  ['okta', undefined, 'E0000011: Invalid token provided', 'okta/api-token-invalid'],
  ['okta', undefined, 'E0000047: API call exceeded rate limit', 'okta/rate-limited'],
  ['auth0', 'access_denied', 'Unauthorized', 'auth0/secret-invalid'],
  ['auth0', 'access_denied', 'Service not found: https://api.example.com', 'auth0/service-not-found'],
  [
    'auth0',
    'access_denied',
    'Client is not authorized to access "https://api.example.com".',
    'auth0/client-grant-missing',
  ],
  [
    'auth0',
    'unauthorized_client',
    "Grant type 'client_credentials' not allowed for the client.",
    'auth0/grant-not-allowed',
  ],
  ['auth0', 'invalid_grant', 'Invalid authorization code', 'auth0/code-invalid'],
  ['auth0', 'invalid_grant', 'Failed to verify code verifier', 'auth0/pkce-failed'],
  ['auth0', 'invalid_grant', 'Unknown or invalid refresh token.', 'auth0/refresh-token-invalid'],
  ['auth0', undefined, 'Callback URL mismatch.', 'auth0/redirect-not-registered'],
  ['auth0', 'mfa_required', 'Multifactor authentication required', 'auth0/mfa-required'],
  [
    'keycloak',
    'invalid_client',
    'Invalid client or Invalid client credentials',
    'keycloak/client-or-secret-invalid',
  ],
  [
    'keycloak',
    'unauthorized_client',
    'Invalid client or Invalid client credentials',
    'keycloak/client-or-secret-invalid',
  ],
  [
    'keycloak',
    'unauthorized_client',
    'Client not enabled to retrieve service account',
    'keycloak/service-account-off',
  ],
  [
    'keycloak',
    'unauthorized_client',
    'Public client not allowed to retrieve service account',
    'keycloak/public-client',
  ],
  ['keycloak', 'unauthorized_client', 'Client not allowed for direct access grants', 'keycloak/flow-off'],
  ['keycloak', 'invalid_scope', 'Invalid scopes: openid calculator.add', 'keycloak/scope-not-assigned'],
  ['keycloak', 'invalid_grant', 'Code not valid', 'keycloak/code-invalid'],
  ['keycloak', 'invalid_grant', 'Incorrect redirect_uri', 'keycloak/redirect-differs'],
  ['keycloak', 'invalid_grant', 'PKCE verification failed: Code mismatch', 'keycloak/pkce-failed'],
  [
    'keycloak',
    'invalid_grant',
    'Maximum allowed refresh token reuse exceeded',
    'keycloak/refresh-token-reused',
  ],
  ['keycloak', 'invalid_grant', 'Session not active', 'keycloak/session-ended'],
  ['keycloak', 'invalid_grant', 'Invalid refresh token', 'keycloak/refresh-token-invalid'],
  ['keycloak', undefined, 'Invalid parameter: redirect_uri', 'keycloak/redirect-not-registered'],
  ['keycloak', undefined, 'Client not found.', 'keycloak/client-not-found'],
  ['keycloak', 'Realm does not exist', undefined, 'keycloak/no-such-realm'],
  [
    'keycloak',
    'insufficient_scope',
    "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
    'keycloak/host-not-trusted',
  ],
  ['keycloak', 'invalid_request', 'HTTPS required', 'keycloak/https-required'],
];

describe('what a provider says', () => {
  it.each(cases)('%s, %s: %s', (profile, error, description, code) => {
    const said = {
      ...(error === undefined ? {} : { error }),
      ...(description === undefined ? {} : { description }),
    };
    expect(entryOfProvider(profile, said)?.code).toBe(code);
  });

  it('is recognised by B2C’s own numbers whatever the profile', () => {
    for (const profile of ['entra', 'generic']) {
      expect(
        entryOfProvider(profile, {
          error: 'access_denied',
          description: 'AADB2C90118: The user has forgotten',
        })?.code,
      ).toBe('b2c/aadb2c90118');
    }
  });

  it.each<readonly [name: string, profile: string, said: Parameters<typeof entryOfProvider>[1]]>([
    ['another provider’s text', 'keycloak', { error: 'access_denied', description: 'Service not found: x' }],
    [
      'a text that comes with another error',
      'okta',
      { error: 'invalid_grant', description: 'Custom scopes are not allowed for this request.' },
    ],
    [
      'a word that is only a part',
      'auth0',
      { error: 'access_denied', description: 'Unauthorized by a rule of ours' },
    ],
    ['an error without a text', 'okta', { error: 'invalid_scope' }],
    ['nothing', 'okta', {}],
    ['a provider without a catalogue', 'generic', { error: 'access_denied', description: 'Unauthorized' }],
  ])('is not guessed from %s', (_, profile, said) => {
    expect(entryOfProvider(profile, said)).toBeUndefined();
  });

  it('is recognised in any letter case, over line breaks, and at the begin of a long text only', () => {
    const of = (description: string) =>
      entryOfProvider('keycloak', { error: 'invalid_grant', description })?.code;
    expect(of('code\r\n  NOT valid.')).toBe('keycloak/code-invalid');
    expect(of(`${'x'.repeat(100_000)} Code not valid`)).toBeUndefined();
  });

  it('leads to the entry that it is written in, for every entry with words', () => {
    const prefix = { 'Azure AD B2C': 'b2c/', Okta: 'okta/', Auth0: 'auth0/', Keycloak: 'keycloak/' };
    for (const [title, entries] of Object.entries(providerTopics)) {
      const start = prefix[title as keyof typeof prefix];
      for (const { code, errors, says } of entries) {
        expect(code.startsWith(start)).toBe(true);
        for (const description of says.length === 0 ? [''] : says) {
          const [error] = errors;
          const said = { description, ...(error === undefined ? {} : { error }) };
          expect(entryOfProvider(start.slice(0, -1), said)?.code).toBe(code);
        }
      }
    }
  });

  it('has codes that are stable words, once each, for providers that there are', () => {
    const codes = providerCatalogue.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
    const names = [...profiles.map(({ name }) => name), 'b2c'];
    for (const code of codes) {
      expect(code).toMatch(/^[a-z0-9]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(names).toContain(code.split('/')[0]);
    }
  });
});
