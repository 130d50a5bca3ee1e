import { describe, expect, it } from 'vitest';
import { CLIENT, refusal, TENANT, target, URL_OF_ENDPOINT } from './given.ts';

const machine = { CLIENT_ID: CLIENT, CLIENT_SECRET: 'a~secret' };

describe('what is wrong is refused before anything is sent', () => {
  const env = machine;
  it.each([
    ['no target', { targets: [] }, 'usage.target_missing'],
    ['a word without a file', { targets: ['calculator'] }, 'usage.target_not_url'],
    ['a URL without a scheme', { targets: ['example.com/mcp'] }, 'usage.url_not_http'],
    ['a host and port', { targets: ['localhost:3000'] }, 'usage.url_not_http'],
    ['a misspelt scheme', { targets: ['htp:/x'] }, 'usage.url_not_http'],
    ['a URL with a line break', { targets: ['https://a.example/\nx'] }, 'usage.url_not_http'],
    ['credentials in the URL', { targets: ['https://me:pw@a.example/mcp'] }, 'usage.url_credentials'],
    ['a fragment', { targets: ['https://a.example/mcp#x'] }, 'usage.url_fragment'],
    ['plain http off loopback', { targets: ['http://a.example/mcp'] }, 'usage.url_not_https'],
    [
      'http to a name that begins like loopback',
      { targets: ['http://127.0.0.1.a.example/'] },
      'usage.url_not_https',
    ],
    ['the same target twice', { targets: [URL_OF_ENDPOINT, URL_OF_ENDPOINT] }, 'usage.target_twice'],
    ['a negative time-out', { flags: { timeout: '-1' } }, 'usage.timeout'],
    ['no time at all', { flags: { timeout: '0' } }, 'usage.timeout'],
    ['an hour', { flags: { timeout: '3600' } }, 'usage.timeout'],
    ['a time-out in words', { flags: { timeout: '5 m' } }, 'usage.timeout'],
    ['a port out of range', { flags: { port: '65536' } }, 'usage.port'],
    ['an unknown flow', { flags: { flow: ['client_credential'] } }, 'usage.flow_unknown'],
    ['an unknown provider', { flags: { provider: 'entr' } }, 'usage.provider_unknown'],
    ['an unknown library', { flags: { library: 'adal' } }, 'usage.library_unknown'],
    ['an unknown revision', { flags: { protocol: '2024-01-01' } }, 'usage.protocol'],
    ['a resource that is no URI', { flags: { resource: 'calculator' } }, 'usage.resource_not_uri'],
    [
      'an authority with a path',
      { flags: { authority: `https://a.example/${TENANT}` } },
      'usage.origin_with_path',
    ],
    ['an issuer with a query', { flags: { issuer: 'https://a.example/?x' } }, 'usage.url_query'],
    ['a tenant placeholder', { flags: { tenant: '{tenant}' } }, 'usage.tenant_malformed'],
    [
      'a GUID of zeros',
      { flags: { tenant: '00000000-0000-0000-0000-000000000000' } },
      'usage.tenant_empty_guid',
    ],
    ['no tenant in particular', { flags: { tenant: 'common' } }, 'usage.tenant_not_specific'],
    [
      'a tenant of another provider',
      { flags: { tenant: TENANT, provider: 'generic' } },
      'usage.tenant_not_entra',
    ],
    ['a secret as a flag', { flags: { clientSecret: 'hunter2!' } }, 'usage.secret_in_flag'],
    ['a token as a flag', { flags: { token: 'hunter2!' } }, 'usage.secret_in_flag'],
    ['a secret in a header flag', { flags: { header: ['X-Api-Key: hunter2!'] } }, 'usage.secret_in_flag'],
    [
      'an Authorization header',
      { flags: { header: ['Authorization: Bearer hunter2!'] } },
      'usage.header_reserved',
    ],
    ['a header without a colon', { flags: { header: ['hunter2!'] } }, 'usage.header_malformed'],
    [
      'a header with a line break',
      { flags: { header: ['X-A: a\r\nX-B: hunter2!'] } },
      'usage.header_malformed',
    ],
    ['a header from nowhere', { flags: { header: ['X-A: env:NOT_THERE'] } }, 'credential.secret_missing'],
    [
      'two credentials',
      { flags: { clientSecretEnv: 'CLIENT_SECRET', managedIdentity: true as const } },
      'usage.credential_conflict',
    ],
    [
      'one secret named twice',
      { flags: { clientSecretEnv: 'CLIENT_SECRET', clientSecretStdin: true } },
      'usage.credential_conflict',
    ],
    [
      'two secrets on one input',
      { flags: { clientSecretStdin: true, tokenStdin: true } },
      'usage.stdin_twice',
    ],
    [
      'a device code with a secret',
      { flags: { flow: ['device_code'], clientSecretEnv: 'CLIENT_SECRET' } },
      'usage.credential_unused',
    ],
    ['the id of no key', { flags: { keyId: 'k1' } }, 'usage.key_id_unused'],
    ['a token nobody uses', { flags: { flow: ['none'], tokenEnv: 'CLIENT_SECRET' } }, 'usage.token_unused'],
    ['an unset variable', { flags: { clientSecretEnv: 'NOT_THERE' } }, 'credential.secret_missing'],
    [
      'a secret instead of its name',
      { flags: { clientSecretEnv: 'hunter2!' } },
      'credential.not_a_variable_name',
    ],
    [
      'a secret that could be a name',
      { flags: { clientSecretEnv: 'hUnter2hUnter2hUnter2' } },
      'credential.not_a_variable_name',
    ],
    ['an empty standard input', { flags: { clientSecretStdin: true } }, 'credential.secret_empty'],
    [
      'a secret of two lines',
      { flags: { clientSecretStdin: true }, stdin: 'hunter2!\nx\n' },
      'credential.secret_malformed',
    ],
    [
      'a NUL in a secret',
      { flags: { clientSecretStdin: true }, stdin: 'hunter2!\0' },
      'credential.secret_malformed',
    ],
    [
      'a token that is not one',
      { flags: { tokenStdin: true }, stdin: '<html>hunter2!' },
      'credential.malformed_token',
    ],
  ])('%s', async (_, given, code) => {
    const error = await refusal({ environment: env, ...given });
    expect(error.code).toBe(code);
    expect(error.exit).toBe(2);
    expect(JSON.stringify(error)).not.toMatch(/hunter2|hUnter2|me:pw/);
    expect(error.message.length).toBeLessThan(300);
  });

  it.each([
    ['a secret of nobody', { CLIENT_SECRET: 'a~secret' }, {}, 'usage.client_id_missing'],
    [
      'a credential of nobody',
      { S: 'a~secret' },
      { flow: ['authorization_code'], clientSecretEnv: 'S' },
      'usage.client_id_missing',
    ],
    ['client credentials without a client', {}, { flow: ['client_credentials'] }, 'usage.client_id_missing'],
    [
      'client credentials without a credential',
      { CLIENT_ID: CLIENT },
      { flow: ['client_credentials'] },
      'usage.credential_missing',
    ],
    ['a bearer flow without a token', { CLIENT_ID: CLIENT }, { flow: ['bearer'] }, 'usage.token_missing'],
  ])('%s is too little', async (_, environment, flags, code) => {
    const error = await refusal({ environment, flags });
    expect(error.code).toBe(code);
    expect(error.hint).toBeTruthy();
  });

  it('accepts http on loopback', async () => {
    for (const url of ['http://127.0.0.1:3000/mcp', 'http://localhost/mcp', 'http://[::1]:1/mcp']) {
      expect((await target({ targets: [url], environment: env })).url).toBe(url);
    }
  });
});
