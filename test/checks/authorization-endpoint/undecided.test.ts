import { afterEach, expect, test } from 'vitest';
import { authorizationEndpointChecks } from '../../../src/checks/authorization-endpoint/index.ts';
import { runChecks } from '../../../src/checks/index.ts';
import { registrationChecks } from '../../../src/checks/registration/index.ts';
import type { Result } from '../../../src/types.ts';
import { type CheckWorld, type CheckWorldOptions, startCheckWorld } from '../../mutants/check-world.ts';

let world: CheckWorld | undefined;
afterEach(() => world?.close());

async function resultsOf(options: CheckWorldOptions, person?: 'absent'): Promise<readonly Result[]> {
  world = await startCheckWorld(undefined, options);
  const { context } = world;
  const absent: typeof context.serverProbe = (flow) => {
    const probe = context.serverProbe?.(flow);
    if (probe === undefined) throw new Error('There is no probe.');
    return { ...probe, signIn: () => Promise.reject(new TypeError('Nobody was to be asked.')) };
  };
  return await runChecks([...authorizationEndpointChecks, ...registrationChecks], {
    ...context,
    ...(person === undefined ? {} : { serverProbe: absent }),
  });
}

function idsOf(results: readonly Result[], verdict: Result['verdict']): readonly string[] {
  return results.filter((one) => one.verdict === verdict).map(({ id }) => id.replace(/^.*\//, ''));
}

test('a server that signs people in first leaves open what can be seen without', async () => {
  const options = { clients: ['person'], world: { loginFirst: true }, allows: { signIns: false } } as const;
  const results = await resultsOf(options, 'absent');
  expect(idsOf(results, 'inconclusive')).toEqual([
    'redirects-only-to-registered-uris',
    'refuses-unsafe-redirect-schemes',
    'refuses-unknown-clients',
    'refuses-plain-pkce',
    'refuses-implicit-grant',
    'errors-carry-state-and-iss',
  ]);
  expect(idsOf(results, 'fail')).toEqual([]);
  expect(results.find(({ id }) => id.endsWith('/pages-cannot-be-framed'))).toMatchObject({
    verdict: 'pass',
    message: expect.stringContaining('The page that people sign in on'),
  });
  expect(results.find(({ id }) => id.endsWith('/requires-pkce'))).toMatchObject({
    verdict: 'skip',
    message: expect.stringContaining('--allow-sign-ins'),
  });
});

test('a sign-in shows whether such a server requires PKCE', async () => {
  const results = await resultsOf({ clients: ['person'], world: { loginFirst: true } });
  expect(results.find(({ id }) => id.endsWith('/requires-pkce'))).toMatchObject({
    verdict: 'pass',
    message: expect.stringContaining('invalid_request'),
  });
  expect(results.find(({ id }) => id.endsWith('/refuses-pkce-downgrade'))).toMatchObject({ verdict: 'pass' });
});

test('nobody is asked to sign in and nothing is registered without leave', async () => {
  const allows = { signIns: false, registering: false };
  const results = await resultsOf({ clients: ['person'], world: { clientDocument: true }, allows }, 'absent');
  const skipped = results.filter(({ verdict }) => verdict === 'skip');
  for (const { id, message } of skipped)
    expect(`${id}: ${message}`).toMatch(/--allow-sign-ins|--allow-registering/);
  expect(skipped).toHaveLength(results.length - idsOf(results, 'pass').length);
  expect(idsOf(results, 'pass')).toEqual([
    'redirects-only-to-registered-uris',
    'refuses-unsafe-redirect-schemes',
    'refuses-unknown-clients',
    'refuses-plain-pkce',
    'refuses-implicit-grant',
    'errors-carry-state-and-iss',
    'pages-cannot-be-framed',
    'requires-pkce',
    'takes-client-metadata-documents',
  ]);
});

test('a run asks for eight sign-ins at most', async () => {
  world = await startCheckWorld(undefined, {
    clients: ['person'],
    world: { loginFirst: true },
    allows: { waitExpiryMs: 600_000 },
  });
  const { context } = world;
  let signIns = 0;
  const counting: typeof context.serverProbe = (flow) => {
    const probe = context.serverProbe?.(flow);
    if (probe === undefined) throw new Error('There is no probe.');
    return {
      ...probe,
      signIn: (changes) => {
        signIns += 1;
        return probe.signIn(changes);
      },
    };
  };
  await runChecks(authorizationEndpointChecks, { ...context, serverProbe: counting });
  expect(signIns).toBe(8);
});

test('a machine is no client that people sign in with', async () => {
  const results = await resultsOf({ clients: ['machine'] });
  const own = results.filter(({ id }) => id.startsWith('authorization-endpoint/'));
  expect(own.filter(({ verdict }) => verdict !== 'skip')).toEqual([]);
  expect(own[0]?.message).toContain('--flow authorization_code');
});

test('a flow that brought a refresh token gets one from the sign-in for checks as well', async () => {
  world = await startCheckWorld(undefined, { clients: ['person'] });
  const { context } = world;
  const scopes: unknown[] = [];
  const watched: typeof context.serverProbe = (flow) => {
    const probe = context.serverProbe?.(flow);
    if (probe === undefined) throw new Error('There is no probe.');
    return {
      ...probe,
      signIn: (request) => {
        scopes.push(request?.parameters?.scope);
        return probe.signIn(request);
      },
    };
  };
  const checks = authorizationEndpointChecks.filter(({ id }) => id.endsWith('/rotates-refresh-tokens'));
  await runChecks(checks, { ...context, serverProbe: watched });
  expect(scopes).toContainEqual(expect.stringContaining('offline_access'));
});
