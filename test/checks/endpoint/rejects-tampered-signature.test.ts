import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { rejectsTamperedSignature } from '../../../src/checks/endpoint/rejects-tampered-signature.ts';
import { runChecks } from '../../../src/checks/index.ts';
import { startCheckWorld } from '../../mutants/check-world.ts';
import { mutants } from '../../mutants/index.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsTamperedSignature, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/refuses-with-401-not-500',
    'endpoint/rejects-alg-none',
    'endpoint/rejects-embedded-key',
    'endpoint/rejects-key-confusion',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-unknown-key',
  ],
});

describeByMutants(rejectsTamperedSignature, {
  'accepts-any-signature': 'fail',
  'breaks-on-wrong-signatures': 'fail',
});

test('the printed line shows a stranger what the check saw', async () => {
  const world = await startCheckWorld(mutants.find(({ name }) => name === 'accepts-any-signature'));
  const all = await runChecks([rejectsTamperedSignature], world.context);
  const [found] = all.filter(({ id }) => id === rejectsTamperedSignature.id);
  const TOKEN = world.context.evidence.flows[0]?.tokens?.accessToken.reveal();
  const { stdout } = await promisify(execFile)('sh', ['-c', found?.reproduce ?? ''], {
    env: { PATH: process.env.PATH, TOKEN },
  });
  await world.close();
  expect(stdout).toContain('HTTP/1.1 200');
  expect(stdout).toContain('"result"');
});
