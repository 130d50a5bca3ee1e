import { describe, expect, it } from 'vitest';
import { CLIENT, flow, load, refusal, TENANT, target } from './given.ts';
import { yaml } from './in-folder.ts';

const DOCUMENT = 'https://client.example.com/oauth/client.json';
const ENTRA = { TENANT_ID: TENANT };

describe('a client that is registered on the way', () => {
  it.each(['authorization_code', 'device_code', 'refresh_token'])(
    'by %s needs no client id',
    async (name) => {
      expect(await flow({ flags: { flow: [name] } })).toEqual({ flow: name });
    },
  );

  it('is known by its metadata document in the flows of a person', async () => {
    expect(await flow({ flags: { clientMetadataUrl: DOCUMENT } })).toEqual({
      flow: 'authorization_code',
      clientMetadataUrl: DOCUMENT,
    });
    const names = ['authorization_code', 'device_code', 'refresh_token', 'none'];
    const { flows } = await target({ flags: { clientMetadataUrl: DOCUMENT, flow: names } });
    expect(flows.map((one) => one.clientMetadataUrl)).toEqual([DOCUMENT, DOCUMENT, DOCUMENT, undefined]);
  });

  it('has both when both are given, and says so when the client id was only lying about', async () => {
    const both = { clientId: CLIENT, clientMetadataUrl: DOCUMENT };
    expect(await flow({ flags: both })).toEqual({ flow: 'authorization_code', ...both });
    const loaded = await load({
      environment: { CLIENT_ID: CLIENT },
      flags: { clientMetadataUrl: DOCUMENT },
    });
    expect(loaded.targets[0]?.flows[0]).toMatchObject(both);
    expect(loaded.warnings.join()).toContain('CLIENT_ID');
    expect((await load({ flags: both })).warnings).toEqual([]);
  });

  it("never has another client's secret from the environment", async () => {
    const environment = { CLIENT_SECRET: 'a~secret' };
    const flags = { clientMetadataUrl: DOCUMENT };
    expect(await flow({ environment, flags })).not.toHaveProperty('credential');
    expect(await flow({ environment, flags: { flow: ['authorization_code'] } })).not.toHaveProperty(
      'credential',
    );
  });

  it.each([
    ['http', 'http://127.0.0.1/client.json', 'usage.client_metadata_url', 'not https'],
    ['plain http elsewhere', 'http://client.example.com/c.json', 'usage.url_not_https', 'http is only'],
    ['no path', 'https://client.example.com', 'usage.client_metadata_url', 'no path'],
    ['the root', 'https://client.example.com/', 'usage.client_metadata_url', 'no path'],
    ['a query', `${DOCUMENT}?v=1`, 'usage.client_metadata_url', 'a query'],
    ['an empty query', `${DOCUMENT}?`, 'usage.client_metadata_url', 'a query'],
    ['a fragment', `${DOCUMENT}#x`, 'usage.url_fragment', 'fragment'],
    ['user information', 'https://me:pw@client.example.com/c', 'usage.url_credentials', 'credentials'],
    ['a dot segment', 'https://client.example.com/./c.json', 'usage.client_metadata_url', '"." or ".."'],
    [
      'a hidden one',
      'https://client.example.com/a/%2E%2e/c.json',
      'usage.client_metadata_url',
      '"." or ".."',
    ],
    ['a backslash', 'https://client.example.com/a\\c.json', 'usage.client_metadata_url', 'backslash'],
    ['a word', 'client.json', 'usage.url_not_http', 'http(s) URL'],
  ])('has no metadata document with %s in its URL', async (_, url, code, words) => {
    for (const given of [
      { flags: { clientMetadataUrl: url } },
      await yaml(
        `targets:\n  a:\n    url: https://a.example/mcp\n    flows:\n      - flow: device_code\n        clientMetadataUrl: '${url}'\n`,
      ),
    ]) {
      const error = await refusal(given);
      expect(error).toMatchObject({ code, exit: 2 });
      expect(error.message).toContain(words);
      expect(error.message).toMatch(
        /^(--client-metadata-url|mcp-authcheck\.yaml:6:9: targets\.a\.flows\[0\]\.clientMetadataUrl): /,
      );
      expect(error.hint).toBeTruthy();
      expect(error.message).not.toContain('me:pw');
    }
  });

  it.each([
    ['a secret', { clientSecretEnv: 'S' }, 'usage.client_metadata_secret', 'no secret', 'private key'],
    [
      'client credentials',
      { flow: ['client_credentials'] },
      'usage.client_metadata_url_unused',
      'beforehand',
      '--client-id',
    ],
  ])('does not go with %s', async (_, flags, code, words, fix) => {
    const error = await refusal({
      environment: { S: 'a~secret' },
      flags: { clientMetadataUrl: DOCUMENT, ...flags },
    });
    expect(error).toMatchObject({ code, exit: 2, message: expect.stringContaining(words) });
    expect(error.hint).toContain(fix);
  });

  it.each([
    ['nothing at all', {}],
    ['a browser flow', { flow: ['authorization_code'] }],
    ['a device flow', { flow: ['device_code'] }],
    ['a metadata document', { clientMetadataUrl: DOCUMENT }],
  ])('is refused at Entra, which registers nobody: %s', async (_, flags) => {
    const error = await refusal({ environment: ENTRA, flags });
    expect(error).toMatchObject({ code: 'usage.client_id_missing', exit: 2 });
    expect(error.message).toContain('Entra ID neither registers clients');
    expect(error.hint).toBe('Give --client-id or set CLIENT_ID.');
  });

  it('stands in the file: the refresh has the client of the flow before it, at Entra too', async () => {
    const flows = `flows: [{ flow: authorization_code, clientId: ${CLIENT} }, { flow: refresh_token }]`;
    const text = (more: string) =>
      `targets: { a: { url: https://a.example/mcp, tenant: ${TENANT}, ${more} } }`;
    const { targets } = await load(await yaml(text(flows)));
    expect(targets[0]?.flows.map((one) => one.clientId)).toEqual([CLIENT, undefined]);
    const error = await refusal(await yaml(text('flows: [{ flow: refresh_token }]')));
    expect(error.code).toBe('usage.client_id_missing');
    expect(error.hint).toBe('Add clientId to this flow.');
  });

  it('is refused in the file where it cannot be used', async () => {
    const text = `targets: { a: { url: https://a.example/mcp, flows: [{ flow: client_credentials, clientMetadataUrl: "${DOCUMENT}" }] } }`;
    expect((await refusal(await yaml(text))).code).toBe('usage.client_metadata_url_unused');
  });
});

describe('how a client secret travels', () => {
  const environment = { CLIENT_ID: 'x', CLIENT_SECRET: 'a~secret' };

  it.each(['client_secret_basic', 'client_secret_basic_raw', 'client_secret_post'])(
    'may be %s',
    async (name) => {
      const credential = { kind: 'secret', method: name };
      expect(await flow({ environment, flags: { clientAuth: name } })).toMatchObject({ credential });
      const text = `targets: { a: { url: https://a.example/mcp, flows: [{ flow: client_credentials, clientId: x, clientSecret: { env: CLIENT_SECRET }, clientAuth: ${name} }] } }`;
      const { targets } = await load(await yaml(text, { environment }));
      expect(targets[0]?.flows[0]).toMatchObject({ credential });
    },
  );

  it.each([
    [
      'an unknown way',
      { clientAuth: 'client_secret_basik' },
      environment,
      'usage.client_auth_unknown',
      'Did you mean',
    ],
    [
      'no secret',
      { clientAuth: 'client_secret_post' },
      { CLIENT_ID: 'x' },
      'usage.client_auth_unused',
      'Give a client secret',
    ],
    [
      'a flow without a secret',
      { clientAuth: 'client_secret_post', flow: ['device_code'] },
      environment,
      'usage.client_auth_unused',
      'Leave --client-auth away',
    ],
  ])('is refused with %s', async (_, flags, given, code, fix) => {
    const error = await refusal({ environment: given, flags });
    expect(error).toMatchObject({ code, exit: 2 });
    expect(error.message).toContain('--client-auth');
    expect(error.hint).toContain(fix);
  });
});
