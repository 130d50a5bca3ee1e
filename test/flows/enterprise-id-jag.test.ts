import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everythingIn, judging } from './assertion-world.ts';
import {
  CLIENT,
  type EnterpriseWorld,
  enterpriseWorld,
  ID_JAG,
  IDP_CLIENT,
  takingAnything,
} from './enterprise-world.ts';
import { failureOf } from './world.ts';

let world: EnterpriseWorld;
beforeEach(async () => {
  world = await enterpriseWorld();
});
afterEach(async () => {
  await world.close();
});

describe('an identity assertion that does not fit is not passed on', () => {
  it.each([
    ['for another audience', { aud: 'https://other.example' }, {}, ['aud is "https://other.example"']],
    ['for two audiences', () => ({ aud: [world.server.origin, 'https://other.example'] }), {}, ['aud is "[']],
    ['without an audience', { aud: undefined }, {}, ['aud is missing']],
    [
      'for another client',
      { client_id: IDP_CLIENT },
      {},
      [`client_id is "${IDP_CLIENT}", expected "${CLIENT}"`],
    ],
    ['without a client', { client_id: undefined }, {}, ['client_id is missing']],
    ['for another resource', { resource: 'https://other.example/mcp' }, {}, ['resource is "https://other']],
    [
      'for the same resource spelled otherwise',
      { resource: 'https://calculator.example.com/mcp' },
      {},
      ['resource'],
    ],
    ['of another type', {}, { typ: 'JWT' }, ['typ is "JWT", expected "oauth-id-jag+jwt"']],
    ['without a type', {}, { typ: undefined }, ['typ is missing']],
    ['that has expired', { exp: 1_000_000 }, {}, ['it expired at 1970-01-12']],
    ['wrong in two ways', { aud: 'x', client_id: 'y' }, {}, ['aud is "x"', 'client_id is "y"']],
  ])('%s', async (_name, claims, typ, said) => {
    world.issued = typeof claims === 'function' ? claims() : claims;
    world.header = { ...world.header, ...typ };
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({ name: 'TokenError', code: 'token.id_jag', exit: 6 });
    for (const words of said) expect(failure).toHaveProperty('message', expect.stringContaining(words));
    expect(failure).toHaveProperty('hint', expect.stringContaining('at the identity provider'));
    expect(world.asked()).toEqual([1, 0]);
    for (const part of world.lastAssertion.split('.')) expect(everythingIn(failure)).not.toContain(part);
  });

  it('names only what differs', async () => {
    world.issued = { aud: 'https://other.example' };
    const failure = await failureOf(world.run());
    expect(failure).toHaveProperty('message', expect.not.stringMatching(/client_id|resource|typ is/));
  });

  it('but an encrypted one is, because only the authorization server can read it', async () => {
    const part = Buffer.from('{"alg":"RSA-OAEP-256","enc":"A256GCM"}').toString('base64url');
    const encrypted = `${part}.a2V5.aXY.Y2lwaGVydGV4dA.dGFn`;
    const answer = { access_token: encrypted, issued_token_type: ID_JAG, token_type: 'N_A' };
    judging(world.idp, () => Promise.resolve(answer));
    takingAnything(world);
    await world.run();
    expect(world.server.received[0]?.body.get('assertion')).toBe(encrypted);
  });
});
