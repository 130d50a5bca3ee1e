import { expect, test } from 'vitest';
import { issuerIsTheServer } from '../../../src/checks/token/issuer-is-the-server.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  issuerIsTheServer,
  { 'tokens-of-another-issuer': 'fail', 'tokens-of-issuer-with-a-slash': 'warn' },
  { clients: ['machine'] },
);

test.each<readonly [string | null, string]>([
  ['https://login.example/t/v2.0', 'pass'],
  ['https://login.example/t/v2.0/', 'warn'],
  ['https://sts.example/t/', 'warn'],
  ['https://login.example/other/v2.0', 'fail'],
  [null, 'fail'],
])('%s: %s', (iss, verdict) => {
  const published = 'https://login.example/t/v2.0';
  const alsoWritten = [published, 'https://sts.example/t/'];
  expect(issuerIsTheServer.judge({ iss, published, alsoWritten, exchanges: [] }).verdict).toBe(verdict);
});
