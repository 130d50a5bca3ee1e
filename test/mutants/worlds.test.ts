import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../src/commands/library.ts';
import { type Mutant, type MutantWorld, mutants, startMutantWorld } from './index.ts';

/** The reports of these worlds without what passed. */
async function complaintsAbout(world: MutantWorld) {
  const { targetInput, environment, person } = world;
  const report = await verify(targetInput, { checks: 'all', environment, person });
  const complaints = report.targets
    .flatMap(({ results }) => results)
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .map(({ id, verdict, message }) => `${verdict} ${id}: ${message}`);
  return { report, complaints };
}

const SETUPS: readonly Pick<Mutant, 'name' | 'options'>[] = [
  { name: 'RS256' },
  { name: 'ES256', options: { algorithm: 'ES256' } },
  { name: 'EdDSA', options: { algorithm: 'EdDSA' } },
  { name: 'an issuer with a path', options: { issuerPath: '/tenant' } },
  { name: 'opaque tokens', options: { tokens: 'opaque' } },
];

describe.each(SETUPS)('the reference world with $name', ({ options }) => {
  let world: MutantWorld;

  beforeAll(async () => {
    const about = 'nothing is wrong';
    world = await startMutantWorld({ name: 'reference', about, ...(options && { options }), killedBy: [] });
  });

  afterAll(() => world.close());

  it('passes every check in both eras, for both machines, the person and the refresh', async () => {
    const { report, complaints } = await complaintsAbout(world);
    expect(complaints).toEqual([]);
    const spoken = report.targets[0]?.flows.map(({ flow, sessions }) => ({
      flow,
      errors: sessions.map(({ error }) => error),
      eras: sessions.map(({ protocol }) => protocol).sort(),
    }));
    const eras = ['2025-11-25', '2026-07-28'];
    expect(spoken?.slice(0, 3)).toEqual([
      { flow: 'client_credentials', errors: [null, null], eras },
      { flow: 'client_credentials', errors: [null, null], eras },
      { flow: 'authorization_code', errors: [null, null], eras },
    ]);
    expect(spoken?.at(3)).toMatchObject({ flow: 'refresh_token' });
  });
});

describe('a world', () => {
  it('starts quickly and stops cleanly, also with streams open', async () => {
    const warm = await startMutantWorld();
    await warm.close();
    const started = performance.now();
    const world = await startMutantWorld();
    expect(performance.now() - started).toBeLessThan(500);
    await world.close();
    await expect(fetch(world.endpoint.url)).rejects.toThrow();
  });
});

describe('the registry', () => {
  it('names each mutant once', () => {
    const names = mutants.map(({ name }) => name);
    expect([...new Set(names)]).toEqual(names);
  });
});
