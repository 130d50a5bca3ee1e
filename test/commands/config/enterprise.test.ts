import { describe, expect, it } from 'vitest';
import { flow, load, refusal, secretOf } from './given.ts';
import { yaml } from './in-folder.ts';

const JWT = 'aGVhZA.cGF5bG9hZA.c2ln';
const ENDPOINT = 'https://id.example.com/token';
const environment = { CLIENT_ID: 'x', CLIENT_SECRET: 'a~secret', ID_TOKEN: JWT, IDP_SECRET: 'b~secret' };
const idp = { idTokenEnv: 'ID_TOKEN', idpTokenEndpoint: ENDPOINT, idpClientId: 'idp-x' };

describe('the identity provider of the flow enterprise', () => {
  it('comes from flags, which imply the flow', async () => {
    const found = await flow({ environment, flags: idp });
    expect(found).toMatchObject({
      flow: 'enterprise',
      clientId: 'x',
      identityProvider: { tokenEndpoint: ENDPOINT, clientId: 'idp-x', idToken: { from: 'reference' } },
    });
    expect(secretOf(found.credential)).toBe('a~secret');
    expect(found.identityProvider).not.toHaveProperty('credential');
  });

  it('has a secret of its own', async () => {
    const flags = { ...idp, flow: ['enterprise'], idpClientSecretEnv: 'IDP_SECRET' };
    const { targets, kept } = await load({ environment, flags });
    expect(secretOf(targets[0]?.flows[0]?.identityProvider?.credential)).toBe('b~secret');
    expect(kept).toEqual(expect.arrayContaining([JWT, 'a~secret', 'b~secret']));
  });

  it('stands in the file', async () => {
    const text = `targets:
  a:
    url: https://a.example/mcp
    flows:
      - flow: enterprise
        clientId: x
        identityProvider:
          tokenEndpoint: http://127.0.0.1:8080/token
          clientId: idp-x
          clientSecret: { env: IDP_SECRET }
          idToken: { env: ID_TOKEN }
`;
    const { targets } = await load(await yaml(text, { environment }));
    const found = targets[0]?.flows[0]?.identityProvider;
    expect(found).toMatchObject({ tokenEndpoint: 'http://127.0.0.1:8080/token', clientId: 'idp-x' });
    expect(secretOf(found?.credential)).toBe('b~secret');
  });

  it.each([
    ['everything', {}, ['--idp-token-endpoint URL', '--idp-client-id ID', '--id-token-file FILE']],
    ['the endpoint', { ...idp, idpTokenEndpoint: undefined }, ['--idp-token-endpoint URL']],
    ['the client', { ...idp, idpClientId: undefined }, ['--idp-client-id ID']],
    ['the ID token', { ...idp, idTokenEnv: undefined }, ['--id-token-file FILE (or --id-token-env NAME)']],
  ])('is named with the flags to give when %s is missing', async (_, given, missing) => {
    const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const error = await refusal({ environment, flags: { flow: ['enterprise'], ...flags } });
    expect(error).toMatchObject({ code: 'usage.identity_provider_missing', exit: 2 });
    const others = ['--idp-token-endpoint', '--idp-client-id', '--id-token-file'].filter(
      (flag) => !missing.some((text) => text.startsWith(flag)),
    );
    for (const flag of missing) {
      expect(error.message).toContain(flag);
      expect(error.hint).toContain(flag);
    }
    for (const flag of others) expect(error.message).not.toContain(flag);
  });

  it.each([
    [
      'plain http',
      { ...idp, idpTokenEndpoint: 'http://id.example.com/token' },
      'usage.url_not_https',
      '--idp-token-endpoint',
    ],
    ['no JWT', { ...idp, idTokenEnv: 'IDP_SECRET' }, 'credential.assertion_malformed', '--id-token-env'],
    ['two ID tokens', { ...idp, idTokenFile: 'x' }, 'usage.credential_conflict', '--id-token-file'],
    [
      'another flow',
      { ...idp, flow: ['client_credentials'] },
      'usage.identity_provider_unused',
      'does not ask one',
    ],
  ])('is refused with %s', async (_, flags, code, words) => {
    const error = await refusal({ environment, flags });
    expect(error).toMatchObject({ code, exit: 2 });
    expect(error.message).toContain(words);
    expect(error.hint).toBeTruthy();
    expect(JSON.stringify(error)).not.toContain('b~secret');
  });

  it('needs a client id at the other server', async () => {
    const error = await refusal({ environment: { ID_TOKEN: JWT }, flags: idp });
    expect(error.code).toBe('usage.client_id_missing');
  });

  it.each([
    [
      'missing',
      'flow: enterprise, clientId: x',
      'usage.identity_provider_missing',
      /identityProvider\.tokenEndpoint/,
    ],
    [
      'half there',
      'flow: enterprise, clientId: x, identityProvider: { clientId: y, idToken: { env: ID_TOKEN } }',
      'config.shape',
      /identityProvider\.tokenEndpoint: expected a string/,
    ],
    [
      'with a literal ID token',
      `flow: enterprise, clientId: x, identityProvider: { clientId: y, tokenEndpoint: "${ENDPOINT}", idToken: hunter2 }`,
      'config.secret_literal',
      /identityProvider\.idToken/,
    ],
    [
      'with an unknown key',
      `flow: enterprise, clientId: x, identityProvider: { clientID: y, tokenEndpoint: "${ENDPOINT}", idToken: { env: ID_TOKEN } }`,
      'config.',
      /clientI/,
    ],
    [
      'of another flow',
      `flow: client_credentials, clientId: x, clientSecret: { env: IDP_SECRET }, identityProvider: { clientId: y, tokenEndpoint: "${ENDPOINT}", idToken: { env: ID_TOKEN } }`,
      'usage.identity_provider_unused',
      /identityProvider/,
    ],
  ])('is refused in the file when it is %s', async (_, text, code, words) => {
    const error = await refusal(
      await yaml(`targets: { a: { url: https://a.example/mcp, flows: [{ ${text} }] } }`, { environment }),
    );
    expect(error.code).toContain(code);
    expect(error.exit).toBe(2);
    expect(error.message).toMatch(words);
    expect(error.message).toContain('targets.a.flows[0]');
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});
