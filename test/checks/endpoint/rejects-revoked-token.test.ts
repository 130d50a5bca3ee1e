import { expect, test } from 'vitest';
import { rejectsRevokedToken } from '../../../src/checks/endpoint/rejects-revoked-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { runAlone } from '../run-alone.ts';

describeByMutants(rejectsRevokedToken, {
  'knows-no-revocation': 'info',
});

test('a token that is bound to a key is shown with a proof of it', async () => {
  const results = await runAlone(rejectsRevokedToken, { options: { dpop: true } });
  expect(results).toMatchObject([{ verdict: 'pass' }]);
});
