import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../src/checks/check.ts';
import { rejectsKeyConfusion } from '../../../src/checks/endpoint/rejects-key-confusion.ts';
import { runChecks } from '../../../src/checks/index.ts';
import { startCheckWorld } from '../../mutants/check-world.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsKeyConfusion, {
  'confuses-keys-as-spki': 'fail',
  'confuses-keys-as-pkcs1': 'fail',
  'confuses-keys-as-jwk': 'fail',
});

describe('without the public key', () => {
  async function message(
    change: (evidence: CheckContext['evidence']) => CheckContext['evidence'],
    tokens: 'jwt' | 'opaque' = 'jwt',
  ) {
    const { context, close } = await startCheckWorld(undefined, { clients: ['machine'], world: { tokens } });
    const all = await runChecks([rejectsKeyConfusion], { ...context, evidence: change(context.evidence) });
    await close();
    const [own] = all.filter(({ id }) => id === rejectsKeyConfusion.id);
    expect(own?.verdict).toBe('skip');
    return own?.message;
  }

  test('nothing is sent where nobody names a key set', async () => {
    expect(await message((evidence) => ({ ...evidence, discovery: null }))).toContain('--jwks-uri');
  });

  test('nothing is sent where the key set cannot be read', async () => {
    const said = await message((evidence) => ({
      ...evidence,
      target: { ...evidence.target, jwksUri: `${evidence.target.issuer}/nowhere` },
    }));
    expect(said).toContain('404');
  });

  test('nothing is sent where the token is opaque', async () => {
    expect(await message((evidence) => evidence, 'opaque')).toContain('opaque');
  });
});
