import { expect, it } from 'vitest';
import { providerCatalogue } from '../../src/diagnosis/catalogue.ts';
import { diagnose, rules } from '../../src/diagnosis/index.ts';
import { at, without } from './idp-symptoms.ts';
import { error, failed } from './symptoms.ts';

const road = failed('road/token', { flow: 'client_credentials' });
const rule = 'provider/refused-in-its-words';

it('is a rule of its own, whose findings have the codes of the catalogue', () => {
  expect(rules.map(({ code }) => code)).toContain(rule);
});

const rows = providerCatalogue.flatMap((entry) => {
  const [provider = ''] = entry.code.split('/');
  const profile = provider === 'b2c' ? 'entra' : provider;
  return profile === 'okta' || profile === 'auth0' || profile === 'keycloak' || profile === 'entra'
    ? [[entry.code, profile, entry] as const]
    : [];
});

it.each(rows)('%s is found by what the provider says', (code, profile, entry) => {
  const said = { error: entry.errors[0] ?? 'invalid_request', description: entry.says[0] ?? 'No.' };
  const findings = diagnose(
    at(profile, {
      // Which endpoint wanted it is another matter.
      ...(profile === 'entra' ? { discovery: null } : {}),
      flows: [without({ error: error('oauth.refused', 'Refused.', said) })],
      results: [road],
    }),
  );
  expect(findings.map((finding) => finding.code)).toEqual([code]);
  const [finding] = findings;
  expect(finding?.results).toEqual(['road/token']);
  expect(`${finding?.summary} ${finding?.cause} ${finding?.fix}`).not.toMatch(
    /\{clientId\}|undefined|<port>/,
  );
});

it('leaves to others what a partner in a token exchange says', () => {
  const refusal = error('oauth.invalid_scope', 'Refused.', {
    error: 'invalid_scope',
    description: 'Invalid scopes: x',
  });
  const findings = diagnose(
    at('keycloak', { flows: [without({ error: { ...refusal, phase: 'token_exchange' } })], results: [road] }),
  );
  expect(findings.map(({ code }) => code)).toEqual(['provider/refused']);
});

it('reads an answer of the management API that came in place of the token endpoint', () => {
  const findings = diagnose(
    at('okta', {
      flows: [
        without({
          error: error('token.invalid', 'It answered HTTP 404 without an OAuth error.', {
            description: 'E0000007: Not found: Resource not found: calculator (AuthorizationServer)',
            status: 404,
          }),
        }),
      ],
      results: [road],
    }),
  );
  expect(findings[0]?.code).toBe('okta/server-not-found');
});
