import { expect, test } from 'vitest';
import { serverHasRequiredFields } from '../../../src/checks/discovery/server-has-required-fields.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { judgedOnMetadata } from '../published.ts';

describeByMutants(
  serverHasRequiredFields,
  { 'no-response-types': 'fail', 'response-type-code-missing': 'fail', 'openid-document-half-done': 'warn' },
  { clients: [] },
);

test.each<readonly [string, Parameters<typeof judgedOnMetadata>[1], string]>([
  ['the token endpoint', { token_endpoint: undefined }, '`token_endpoint`'],
  ['the authorization endpoint', { authorization_endpoint: undefined }, '`authorization_endpoint`'],
  ['an issuer that is text', { issuer: '' }, '`issuer`'],
])('misses %s', async (_name, server, named) => {
  const whole = { token_endpoint: 'https://as.example/token', response_types_supported: ['code'] };
  const judgement = await judgedOnMetadata(serverHasRequiredFields, { ...whole, ...server });
  expect(judgement).toMatchObject({ verdict: 'fail', message: expect.stringContaining(named) });
});

test('a server for machines needs no authorization endpoint', async () => {
  const judgement = await judgedOnMetadata(serverHasRequiredFields, {
    authorization_endpoint: undefined,
    token_endpoint: 'https://as.example/token',
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
  });
  expect(judgement).toMatchObject({ verdict: 'pass' });
});
