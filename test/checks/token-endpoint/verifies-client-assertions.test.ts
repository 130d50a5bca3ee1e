import { expect, it } from 'vitest';
import { verifiesClientAssertions } from '../../../src/checks/token-endpoint/verifies-client-assertions.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { BUSY, GOOD, OPAQUE, said } from './said.ts';

describeByMutants(
  verifiesClientAssertions,
  {
    'takes-assertions-for-others': 'fail',
    'takes-expired-assertions': 'fail',
    'takes-assertions-twice': 'info',
  },
  { clients: ['key-machine'], world: { keyMachine: true } },
);

const refused = said(401, { error: 'invalid_client' });
const taken = said(200, OPAQUE);

it.each([
  ['all refused', GOOD, [refused, refused, refused], 'pass'],
  ['one taken twice', GOOD, [taken, refused, refused], 'info'],
  ['one for another server', GOOD, [refused, taken, refused], 'fail'],
  ['an expired one', GOOD, [BUSY, refused, taken], 'fail'],
  ['no word on one', GOOD, [refused, BUSY, refused], 'inconclusive'],
  ['a good one that is refused', refused, [], 'inconclusive'],
] as const)('judges %s', (_, good, answers, verdict) => {
  const faults = ['replayed', 'wrong_audience', 'expired'] as const;
  const attempts = answers.map((answer, index) => ({ fault: faults[index] ?? 'expired', answer }));
  expect(verifiesClientAssertions.judge({ good, attempts }).verdict).toBe(verdict);
});
