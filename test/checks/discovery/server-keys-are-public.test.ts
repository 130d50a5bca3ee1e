import { expect, test } from 'vitest';
import { serverKeysArePublic } from '../../../src/checks/discovery/server-keys-are-public.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  serverKeysArePublic,
  { 'publishes-private-key': 'fail', 'publishes-shared-secret': 'fail' },
  { clients: [] },
);

test.each<readonly [string, Parameters<typeof serverKeysArePublic.judge>[0], string, string]>([
  ['plain http', { uri: 'http://as.example/keys', exchanges: [] }, 'fail', 'is not https'],
  ['nothing there', { uri: 'https://as.example/keys', status: 404, exchanges: [1] }, 'fail', 'answered 404'],
  ['no JWK Set', { uri: 'https://as.example/keys', status: 200, exchanges: [1] }, 'fail', 'no JWK Set'],
  ['no key', { uri: 'https://as.example/keys', status: 200, keys: [], exchanges: [1] }, 'warn', 'has no key'],
])('%s', (_name, observation, verdict, words) => {
  expect(serverKeysArePublic.judge(observation)).toMatchObject({
    verdict,
    message: expect.stringContaining(words),
  });
});
