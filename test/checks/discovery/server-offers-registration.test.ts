import { expect, test } from 'vitest';
import { serverOffersRegistration } from '../../../src/checks/discovery/server-offers-registration.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  serverOffersRegistration,
  { 'registers-dynamically-only': 'warn', 'registers-nobody': 'info' },
  { clients: [] },
);

test('before revision 2025-11-25 dynamic registration is enough', () => {
  const published = {
    document: { registration_endpoint: 'https://as.example/register' },
    url: 'https://as.example/metadata',
    hasCodeFlow: true,
    provider: { title: 'x', isGiven: false, pkceUnadvertised: false },
    exchanges: [],
  };
  const verdicts = (['2025-06-18', '2025-11-25'] as const).map(
    (revision) => serverOffersRegistration.judge({ ...published, revisions: [revision] }).verdict,
  );
  expect(verdicts).toEqual(['pass', 'warn']);
});
