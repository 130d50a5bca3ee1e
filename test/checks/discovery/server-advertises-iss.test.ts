import { expect, test } from 'vitest';
import { serverAdvertisesIss } from '../../../src/checks/discovery/server-advertises-iss.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { judgedOnMetadata } from '../published.ts';

describeByMutants(serverAdvertisesIss, { 'iss-not-advertised': 'warn' }, { clients: [] });

test('a provider whose metadata nobody can change gets a note', async () => {
  expect(await judgedOnMetadata(serverAdvertisesIss, {}, 'entra')).toMatchObject({ verdict: 'info' });
  expect(await judgedOnMetadata(serverAdvertisesIss, {})).toMatchObject({ verdict: 'warn' });
});
