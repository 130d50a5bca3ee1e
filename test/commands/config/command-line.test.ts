import { describe, expect, it } from 'vitest';
import { API, CLIENT, flow, load, secretOf, TENANT, target, URL_OF_ENDPOINT } from './given.ts';

const machine = { CLIENT_ID: CLIENT, CLIENT_SECRET: 'a~secret' };

describe('a target named on the command line', () => {
  it('keeps the URL byte for byte and is called after host and path', async () => {
    const found = await target({ targets: ['https://Calculator.example.com/mcp?x'], environment: machine });
    expect(found).toMatchObject({
      url: 'https://Calculator.example.com/mcp?x',
      name: 'calculator.example.com/mcp',
    });
  });

  it('is MCP_URL when there is no argument and no file', async () => {
    const found = await target({ targets: [], environment: { ...machine, MCP_URL: URL_OF_ENDPOINT } });
    expect(found.url).toBe(URL_OF_ENDPOINT);
  });

  it('takes flags before the environment, and the plain names before AZURE_*', async () => {
    const environment = {
      ...machine,
      TENANT_ID: TENANT,
      AZURE_TENANT_ID: 'other.example.com',
      OAUTH_AUDIENCE: API,
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/',
    };
    expect(await target({ environment })).toMatchObject({
      provider: 'entra',
      tenant: TENANT,
      audience: API,
      authority: 'https://login.microsoftonline.us',
    });
    expect(await target({ environment, flags: { tenant: 'contoso.example.com' } })).toMatchObject({
      tenant: 'contoso.example.com',
    });
  });

  it('recognises an Entra issuer, and leaves any other to be derived', async () => {
    const entra = { ...machine, OAUTH_ISSUER: `https://login.microsoftonline.com/${TENANT}/v2.0` };
    expect((await target({ environment: entra })).provider).toBe('entra');
    const other = await target({
      environment: { ...machine, OAUTH_ISSUER: 'https://id.example.com/realms/a', AZURE_TENANT_ID: TENANT },
    });
    expect(other).not.toHaveProperty('provider');
    expect(other).not.toHaveProperty('tenant');
  });

  it('reads numbers, lists, headers and calls', async () => {
    const found = await target({
      environment: { ...machine, GATEWAY_KEY: 'k-1' },
      flags: {
        timeout: '30',
        protocol: 'both',
        resource: false,
        allowedOrigin: ['https://keys.example.com/'],
        header: ['X-Team: calculator', 'X-Gateway-Key: env:GATEWAY_KEY'],
        expectTool: ['add'],
        call: ['add a=1 b=2 => 3'],
      },
    });
    expect(found).toMatchObject({
      timeoutMs: 30_000,
      protocol: 'both',
      resource: false,
      allowedOrigins: ['https://keys.example.com'],
      expect: { tools: ['add'], calls: [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }] },
    });
    expect(found.headers[0]).toEqual(['X-Team', 'calculator']);
    expect(String(found.headers[1]?.[1])).toBe('[redacted]');
  });
});

describe('the flow', () => {
  it.each([
    ['a client id and a secret', machine, {}, 'client_credentials'],
    ['a client id alone', { CLIENT_ID: CLIENT }, {}, 'authorization_code'],
    ['nothing at all', {}, {}, 'authorization_code'],
    ['a token', { T: 'eyJ.a.b' }, { tokenEnv: 'T' }, 'bearer'],
    ['a managed identity', {}, { managedIdentity: true as const }, 'client_credentials'],
    [
      'an empty secret beside a client id',
      { CLIENT_ID: CLIENT, CLIENT_SECRET: '' },
      {},
      'authorization_code',
    ],
  ])('follows from %s', async (_, environment, flags, expected) => {
    expect((await flow({ environment, flags })).flow).toBe(expected);
  });

  it('repeated, has the same client each time; device_code and none go without the secret', async () => {
    const { flows } = await target({
      environment: machine,
      flags: { flow: ['client_credentials', 'device_code', 'refresh_token', 'none'] },
    });
    expect(flows.map((one) => [one.flow, one.clientId, one.credential?.kind])).toEqual([
      ['client_credentials', CLIENT, 'secret'],
      ['device_code', CLIENT, undefined],
      ['refresh_token', CLIENT, 'secret'],
      ['none', undefined, undefined],
    ]);
  });

  it("does not hand a person's scopes to Entra's client credentials", async () => {
    const environment = {
      ...machine,
      TENANT_ID: TENANT,
      CUSTOM_SCOPES: `api://${API}/calculator.add,offline_access`,
    };
    const { flows } = await target({
      environment,
      flags: { flow: ['client_credentials', 'authorization_code'] },
    });
    expect(flows.map((one) => one.scopes)).toEqual([
      undefined,
      [`api://${API}/calculator.add`, 'offline_access'],
    ]);
  });

  it('asks literally for the scopes that were named for it alone', async () => {
    const scope = ['calculator.add', 'offline_access'];
    expect((await flow({ environment: machine, flags: { scope } })).scopes).toEqual(scope);
    const own = [`api://${API}/.default`];
    const entra = { ...machine, TENANT_ID: TENANT };
    expect((await flow({ environment: entra, flags: { scope: own } })).scopes).toEqual(own);
  });

  it("says that it leaves a person's scopes in the environment out of Entra's client credentials", async () => {
    const environment = {
      ...machine,
      TENANT_ID: TENANT,
      OAUTH_AUDIENCE: API,
      CUSTOM_SCOPES: 'calculator.add',
    };
    const { targets, warnings } = await load({ environment });
    expect(targets[0]?.flows[0]).not.toHaveProperty('scopes');
    expect(warnings.join()).toContain('CUSTOM_SCOPES');
  });

  it('demands roles of a machine and scopes of a person when both walk', async () => {
    const { flows } = await target({
      environment: { ...machine, TENANT_ID: TENANT },
      flags: {
        flow: ['client_credentials', 'authorization_code'],
        expectScope: ['calculator.add'],
        expectRole: ['Calculator.Add.All'],
        expectAud: API,
      },
    });
    expect(flows.map((one) => one.expect)).toEqual([
      { aud: [API], roles: ['Calculator.Add.All'] },
      { aud: [API], scp: ['calculator.add'] },
    ]);
  });
});

describe('secrets', () => {
  it('come from the environment and are kept in the vault', async () => {
    const loaded = await load({ environment: machine });
    expect(secretOf(loaded.targets[0]?.flows[0]?.credential)).toBe('a~secret');
    expect(loaded.kept).toContain('a~secret');
    expect(JSON.stringify(loaded.targets)).not.toContain('a~secret');
  });

  it('that stand beside a client id in the environment are never sent for another client', async () => {
    const other = { clientId: '99990000-aaaa-2222-bbbb-3333cccc4444' };
    const beside = { ...machine, AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_SECRET: 'b~secret' };
    expect(await flow({ environment: beside, flags: other })).toEqual({
      flow: 'authorization_code',
      ...other,
    });
    expect(secretOf((await flow({ environment: beside, flags: { clientId: CLIENT } })).credential)).toBe(
      'a~secret',
    );
    const alone = { CLIENT_SECRET: 'a~secret' };
    expect(secretOf((await flow({ environment: alone, flags: other })).credential)).toBe('a~secret');
    const named = { ...other, clientSecretEnv: 'CLIENT_SECRET' };
    expect(secretOf((await flow({ environment: machine, flags: named })).credential)).toBe('a~secret');
  });

  it('come from standard input without one trailing line break', async () => {
    const given = { environment: { CLIENT_ID: CLIENT }, flags: { clientSecretStdin: true } };
    expect(secretOf((await flow({ ...given, stdin: '\uFEFFa~secret\r\n' })).credential)).toBe('a~secret');
  });

  it('warn when they look like the id of a secret, stand in quotes or have blanks around them', async () => {
    const warned = async (secret: string) =>
      (await load({ environment: { CLIENT_ID: CLIENT, CLIENT_SECRET: secret } })).warnings.join();
    expect(await warned(API)).toContain('"Value" column');
    expect(await warned('"a"')).toContain('quotes');
    expect(await warned(' a')).toContain('blank');
    expect(await warned('a')).toBe('');
  });

  it('a token may come with Bearer and quotes around it', async () => {
    const loaded = await load({ flags: { tokenStdin: true }, stdin: '"Bearer eyJ.a.b"\n' });
    expect(secretOf(loaded.targets[0]?.flows[0]?.credential)).toBe('eyJ.a.b');
    expect(loaded.warnings.join()).toContain('taken away');
  });
});
