import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../src/profiles/index.ts';
import { Secret } from '../../../src/secret.ts';
import type { FlowRequest, Target } from '../../../src/types.ts';
import { certificateFor, clientKey } from '../../flows/client-keys.ts';
import { API, CLIENT, TENANT, targetOf } from '../support.ts';

const entra = profileNamed('entra');
const api = `api://${API}`;
const machine = (parts: Partial<FlowRequest> = {}): FlowRequest => ({
  flow: 'client_credentials',
  clientId: CLIENT,
  ...parts,
});
const person = (...scopes: readonly string[]): FlowRequest => ({
  flow: 'authorization_code',
  clientId: CLIENT,
  scopes,
});
const common = { issuer: 'https://login.microsoftonline.com/common/v2.0' };
const B2C = 'https://contoso.b2clogin.com/contoso.onmicrosoft.com';

/** What is wrong, the setting, the request, the code, and a word that the way out must have. */
const wrong: readonly (readonly [string, Partial<Target>, FlowRequest, string, string])[] = [
  ['a tenant of everybody’s', { tenant: 'common' }, machine(), 'usage.tenant_not_specific', 'Overview'],
  ['the same in capitals', { tenant: 'Organizations' }, machine(), 'usage.tenant_not_specific', '--tenant'],
  ['the same as issuer', common, machine(), 'usage.tenant_not_specific', 'Directory (tenant) ID'],
  ['private accounts', { tenant: 'consumers' }, machine(), 'usage.tenant_not_specific', '--tenant'],
  [
    'a named scope',
    { audience: API },
    machine({ scopes: [`${api}/calculator.add`] }),
    'usage.scope_not_default',
    `${api}/.default`,
  ],
  [
    'a short scope',
    { audience: API },
    machine({ scopes: ['calculator.add'] }),
    'usage.scope_not_default',
    'Application permissions',
  ],
  [
    'offline_access for a machine',
    {},
    machine({ scopes: [`${api}/.default`, 'offline_access'] }),
    'usage.scope_not_default',
    '/.default',
  ],
  [
    'several APIs',
    {},
    machine({ scopes: [`${api}/.default`, 'https://graph.microsoft.com/.default'] }),
    'usage.scope_several',
    'another flow',
  ],
  ['a display name', { audience: 'Calculator API' }, machine(), 'usage.audience_malformed', 'Expose an API'],
  [
    'a digit less',
    { audience: API.slice(1) },
    machine(),
    'usage.audience_malformed',
    'Application (client) ID',
  ],
  ['a client’s name', {}, machine({ clientId: 'my-client' }), 'usage.client_id_malformed', 'Overview'],
  [
    'an App ID URI as client',
    {},
    { ...person(`${api}/add`), clientId: api },
    'usage.client_id_malformed',
    'Application (client) ID',
  ],
  [
    'a person’s short scope',
    { audience: API },
    person('openid', 'calculator.add'),
    'usage.scope_unqualified',
    `${api}/calculator.add`,
  ],
  ['one without audience', {}, person('calculator.add'), 'usage.scope_unqualified', '/calculator.add'],
  ['Graph’s name for the API', { audience: API }, person('User.Read'), 'usage.scope_unqualified', api],
  ['a display name before it', {}, person('Calculator/add'), 'usage.scope_unqualified', '/add'],
  [
    'a display name before the default',
    { audience: API },
    machine({ scopes: ['Calculator/.default'] }),
    'usage.scope_unqualified',
    `${api}/.default`,
  ],
  [
    'everything and a name',
    {},
    person(`${api}/.default`, `${api}/calculator.add`),
    'usage.scope_default_mixed',
    'Leave one',
  ],
  [
    'a device’s short scope',
    { audience: API },
    { ...person('add'), flow: 'device_code' },
    'usage.scope_unqualified',
    `${api}/add`,
  ],
  [
    'B2C without policy',
    { tenant: TENANT, authority: 'https://contoso.b2clogin.com' },
    machine(),
    'usage.policy_missing',
    `/${TENANT}/{policy}/v2.0/`,
  ],
  [
    'a short scope at B2C',
    { issuer: `${B2C}/B2C_1_signin/v2.0/`, audience: API },
    person('add'),
    'usage.scope_unqualified',
    `https://contoso.onmicrosoft.com/${API}/add`,
  ],
];

describe('before anything is sent', () => {
  it('names a certificate whose key Entra ID does not take', async () => {
    const key = await clientKey('ES256');
    const credential = {
      kind: 'certificate',
      certificate: certificateFor(key),
      privateKey: new Secret(key),
    } as const;
    const found = entra.mistake(targetOf({ tenant: TENANT }), machine({ credential }));
    expect(found).toMatchObject({ code: 'credential.key_type', fix: expect.stringContaining('RSA') });
    const rsa = await clientKey('RS256');
    const good = { ...credential, certificate: certificateFor(rsa), privateKey: new Secret(rsa) };
    expect(
      entra.mistake(targetOf({ tenant: TENANT, audience: API }), machine({ credential: good })),
    ).toBeUndefined();
  });

  it('names tokens that are to be bound to a key', () => {
    const found = entra.mistake(targetOf({ tenant: TENANT }), machine({ dpop: true }));
    expect(found).toMatchObject({ code: 'usage.dpop_not_offered', fix: expect.stringContaining('--dpop') });
  });

  it.each(wrong)('names the mistake: %s', (_name, settings, request, code, fix) => {
    const found = entra.mistake(targetOf({ tenant: TENANT, ...settings }), request);
    expect(found).toMatchObject({ code, fix: expect.stringContaining(fix) });
    expect(found?.message).toMatch(/\.$/);
  });

  it.each<[string, Partial<Target>, FlowRequest]>([
    ['a machine with an audience', { audience: API }, machine()],
    ['an App ID URI', { audience: 'https://mcp.example.com/mcp' }, machine()],
    ['the default scope', {}, machine({ scopes: [`${api}/.default`] })],
    ['the default scope by client id', {}, machine({ scopes: [`${API}/.default`] })],
    ['no scope at all', {}, machine({ scopes: [] })],
    ['a person in everybody’s tenant', { tenant: 'common' }, person(`${api}/add`)],
    ['qualified scopes', { audience: API }, person(`${api}/add`, 'openid', 'offline_access', 'email')],
    ['everything, and to be known', {}, person(`${api}/.default`, 'openid', 'offline_access')],
    ['a token for Graph, when that is meant', {}, person('User.Read')],
    ['a display name that is not used', { audience: 'Calculator' }, person(`${api}/add`)],
    ['a token from elsewhere', { audience: 'Calculator' }, { flow: 'bearer', clientId: 'x' }],
    ['a resource that is no App ID URI', { resource: 'https://mcp.example.com/' }, person(`${api}/add`)],
    [
      'a managed identity’s scope',
      {},
      { flow: 'client_credentials', credential: { kind: 'managed_identity' }, scopes: [api] },
    ],
    ['an application’s own id at B2C', { issuer: `${B2C}/B2C_1_signin/v2.0/` }, person('openid', CLIENT)],
    [
      'B2C whose token endpoint is named',
      {
        issuer: `https://contoso.b2clogin.com/${TENANT}/v2.0/`,
        tokenEndpoint: `${B2C}/B2C_1_signin/oauth2/v2.0/token`,
      },
      machine(),
    ],
  ])('has nothing to say of %s', (_name, settings, request) => {
    expect(entra.mistake(targetOf({ tenant: TENANT, ...settings }), request)).toBeUndefined();
  });
});
