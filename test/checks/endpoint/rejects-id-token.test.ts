import { afterEach, describe, expect, test } from 'vitest';
import { rejectsIdToken } from '../../../src/checks/endpoint/rejects-id-token.ts';
import { runChecks } from '../../../src/checks/index.ts';
import type { FlowEvidence, Result } from '../../../src/types.ts';
import { type CheckWorld, type CheckWorldOptions, startCheckWorld } from '../../mutants/check-world.ts';
import { mutants } from '../../mutants/index.ts';

let world: CheckWorld | undefined;
afterEach(() => world?.close());

/** The machine's flow, as if a person had signed in with `openid`. */
async function withIdToken(flow: FlowEvidence, { world: { issuer }, context }: CheckWorld) {
  const idToken = context.http.vault.keep(
    await issuer.mint({ aud: 'person', sub: 'person', scope: undefined }, { typ: 'JWT' }),
  );
  return flow.tokens === undefined ? flow : { ...flow, tokens: { ...flow.tokens, idToken } };
}

async function run(
  name?: string,
  options: CheckWorldOptions = {},
  signedIn = true,
): Promise<readonly Result[]> {
  const mutant = mutants.find((one) => one.name === name);
  world = await startCheckWorld(mutant, { clients: ['machine'], ...options });
  const { context } = world;
  const flows = signedIn
    ? await Promise.all(context.evidence.flows.map((flow) => withIdToken(flow, world as CheckWorld)))
    : context.evidence.flows;
  return runChecks([rejectsIdToken], { ...context, evidence: { ...context.evidence, flows } });
}

const own = (results: readonly Result[]) => results.filter(({ id }) => id === rejectsIdToken.id);

describe('endpoint/rejects-id-token', () => {
  test('holds in the correct world', async () => {
    expect(own(await run())).toMatchObject([{ verdict: 'pass' }, { verdict: 'pass' }]);
  });

  test('notices an endpoint that takes any kind of token, and says how to see it again', async () => {
    const [first] = own(await run('takes-any-kind-of-token'));
    expect(first).toMatchObject({ verdict: 'fail', accepted: true });
    expect(first?.message).toContain('with the claims "iss", "sub"');
    expect(first?.reproduce).toContain('Authorization: Bearer $ID_TOKEN');
  });

  test('shows nothing unasked, and says what it would show', async () => {
    const [first] = own(await run(undefined, { allows: { disclosing: false } }));
    expect(first).toMatchObject({ verdict: 'skip', exchanges: [] });
    expect(first?.message).toContain('"sub"');
    expect(first?.message).toContain('--allow-disclosing');
  });

  test('says how to come by one', async () => {
    const [first] = own(await run(undefined, {}, false));
    expect(first).toMatchObject({ verdict: 'skip' });
    expect(first?.message).toContain('openid');
  });
});
