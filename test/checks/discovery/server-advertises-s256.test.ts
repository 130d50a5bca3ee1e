import { describe, expect, test } from 'vitest';
import { serverAdvertisesS256 } from '../../../src/checks/discovery/server-advertises-s256.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { judgedOnMetadata } from '../published.ts';

describeByMutants(
  serverAdvertisesS256,
  { 'pkce-not-advertised': 'fail', 'pkce-plain-only': 'fail', 'pkce-plain-too': 'warn' },
  { clients: [] },
);

describe('PKCE that the metadata does not have', () => {
  const absent = { code_challenge_methods_supported: undefined };

  test('is a note at Entra ID, which does it and never says so', async () => {
    const judgement = await judgedOnMetadata(serverAdvertisesS256, absent, 'entra');
    expect(judgement).toMatchObject({
      verdict: 'info',
      message: expect.stringContaining('Microsoft Entra ID does PKCE with S256 and never says so'),
    });
  });

  test('is a failure at Entra ID, too, when it says something else', async () => {
    const plain = { code_challenge_methods_supported: ['plain'] };
    expect(await judgedOnMetadata(serverAdvertisesS256, plain, 'entra')).toMatchObject({ verdict: 'fail' });
  });

  test('is nothing to a server for machines', async () => {
    const machines = { authorization_endpoint: undefined, grant_types_supported: ['client_credentials'] };
    expect(await judgedOnMetadata(serverAdvertisesS256, { ...absent, ...machines })).toContain(
      'Nobody signs in',
    );
  });
});
