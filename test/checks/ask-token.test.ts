import { afterEach, describe, expect, test } from 'vitest';
import { askingFlows, askToken, cannotAsk } from '../../src/checks/ask-token.ts';
import { runChecks } from '../../src/checks/index.ts';
import { refusesTokenWithoutScope } from '../../src/checks/scope/refuses-token-without-scope.ts';
import { type CheckWorld, startCheckWorld } from '../mutants/check-world.ts';
import type { Mutant } from '../mutants/mutant.ts';

/** As Entra ID does it: who asks for no scope of an API gets a token for another one. */
const givesForeignTokens: Mutant = {
  name: 'gives-foreign-tokens',
  about: 'A token without scopes of the endpoint is for somebody else.',
  server: (parts) => ({
    ...parts,
    accessTokenClaims: (grant, jti, now) => ({
      ...parts.accessTokenClaims(grant, jti, now),
      ...(grant.scopes.some((scope) => scope.startsWith('calculator.'))
        ? {}
        : { aud: 'https://graph.example' }),
    }),
  }),
  killedBy: [],
};

describe('a token that a check asks for', () => {
  let world: CheckWorld | undefined;
  afterEach(() => world?.close());

  test('is never shown to the endpoint when it is for somebody else', async () => {
    world = await startCheckWorld(givesForeignTokens, { clients: ['person'] });
    const [result] = await runChecks([refusesTokenWithoutScope], world.context);
    expect(result?.verdict).toBe('skip');
    expect(result?.message).toContain('"https://graph.example"');
    expect(result?.message).toContain('the endpoint was not shown it');
    const calls = world.world.endpoint.journal.filter(({ rpcMethod }) => rpcMethod === 'tools/call');
    expect(calls).toEqual([]);
  });

  test('has the scopes that were asked for, and no others', async () => {
    world = await startCheckWorld();
    const [flow] = world.context.evidence.flows;
    const token = flow && (await askToken(world.context, flow, ['calculator.add'], '$NARROW_TOKEN'));
    expect(token).toMatchObject({ permits: { scopes: ['calculator.add'] }, aud: [world.world.endpoint.url] });
  });

  test('comes with the words of the authorization server when it is refused', async () => {
    world = await startCheckWorld();
    const [flow] = world.context.evidence.flows;
    const token = flow && (await askToken(world.context, flow, ['no.such.scope'], '$NARROW_TOKEN'));
    expect(token).toMatchObject({
      why: 'asked for a token with scope=no.such.scope, the authorization server answered 400 and invalid_scope',
      error: 'invalid_scope',
    });
  });

  test('is asked for by a person only where sign-ins are allowed, and by nobody where no server is asked', async () => {
    world = await startCheckWorld(undefined, { clients: ['person'], allows: { signIns: false } });
    const [flow] = world.context.evidence.flows;
    expect(flow && cannotAsk(world.context, flow)).toContain('--allow-sign-ins');
    const { serverProbe: _, ...alone } = world.context;
    expect(askingFlows({ ...alone, allows: { ...EVERYTHING } })).toEqual([]);
    expect(askingFlows({ ...world.context, allows: { ...EVERYTHING } })).toEqual([flow]);
  });
});

const EVERYTHING = { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 };
