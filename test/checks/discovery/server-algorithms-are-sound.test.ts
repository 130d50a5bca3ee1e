import { expect, test } from 'vitest';
import { serverAlgorithmsAreSound } from '../../../src/checks/discovery/server-algorithms-are-sound.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { judgedOnMetadata } from '../published.ts';

describeByMutants(
  serverAlgorithmsAreSound,
  {
    'takes-unsigned-assertions': 'fail',
    'takes-symmetric-proofs': 'fail',
    'offers-unsigned-id-tokens': 'warn',
  },
  { clients: [] },
);

test('what OpenID Connect lets be unsigned is no fault', async () => {
  const server = {
    request_object_signing_alg_values_supported: ['RS256', 'none'],
    userinfo_signing_alg_values_supported: ['none'],
    token_endpoint_auth_signing_alg_values_supported: ['HS256', 'RS256'],
  };
  expect(await judgedOnMetadata(serverAlgorithmsAreSound, server)).toMatchObject({ verdict: 'pass' });
});
