import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowRequest } from '../../src/types.ts';
import { type ProbeWorld, probeWorld } from './server-probe-world.ts';
import { failureOf } from './world.ts';

describe('a probe of the authorization server', () => {
  let world: ProbeWorld;

  beforeEach(async () => {
    world = await probeWorld();
  });
  afterEach(() => world.close());

  it('knows the client of its flow', () => {
    expect(world.probe(world.clients.machine)).toMatchObject({ unable: undefined, clientId: 'machine' });
  });

  it.each<[string, FlowRequest, string]>([
    ['without a client', { flow: 'none' }, 'has no client'],
    [
      'with a managed identity',
      { flow: 'client_credentials', clientId: 'machine', credential: { kind: 'managed_identity' } },
      'managed identity',
    ],
  ])('says why it cannot ask %s', async (_, request, why) => {
    expect(world.probe(request).unable).toContain(why);
  });

  it('shows a credential to the pinned issuer only', async () => {
    const probe = world.probe(world.clients.machine, { target: { issuer: 'https://other.example' } });
    expect(probe.unable).toContain('https://other.example');
    const parameters = { grant_type: 'client_credentials' };
    expect(await failureOf(probe.token({ parameters }))).toMatchObject({ code: 'issuer.mismatch' });
    expect(world.received).toEqual([]);
  });

  it('shows none to an issuer that nobody pinned', async () => {
    const { issuer: _, ...target } = world.context(world.clients.machine).target;
    const context = world.context(world.clients.machine);
    const { createServerProbe } = await import('../../src/flows/server-probe.ts');
    const probe = createServerProbe({ ...context, target });
    expect(await failureOf(probe.token({ parameters: {} }))).toMatchObject({ code: 'issuer.not_pinned' });
    expect(world.received).toEqual([]);
  });

  it('shows none to a token endpoint on another origin', async () => {
    const metadata = { ...world.metadata, token_endpoint: 'https://elsewhere.example/token' };
    const probe = world.probe(world.clients.machine, { metadata });
    expect(await failureOf(probe.token({ parameters: {} }))).toMatchObject({ code: 'endpoint.origin' });
  });

  it('turns a setting that does not let it ask into a reason to skip', async () => {
    const metadata = { ...world.metadata, token_endpoint_auth_methods_supported: ['private_key_jwt'] };
    const failure = await failureOf(
      world.probe(world.clients.machine, { metadata }).token({ parameters: {} }),
    );
    expect(failure).toMatchObject({ name: 'TokenError', code: 'credential.method' });
  });
});
