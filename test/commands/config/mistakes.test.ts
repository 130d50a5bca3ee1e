import { describe, expect, it } from 'vitest';
import { API, CLIENT, flow, load, refusal, TENANT, target } from './given.ts';
import { yaml } from './in-folder.ts';

const OTHER = 'bbbbcccc-1111-dddd-2222-eeee3333ffff';
const SECRET_ID = '33334444-dddd-5555-eeee-6666ffff7777';
const entra = { TENANT_ID: TENANT, OAUTH_AUDIENCE: API, CLIENT_ID: CLIENT, CLIENT_SECRET: 'a~secret' };
const issuerOf = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;

describe('what the provider will refuse is refused before anything is sent, with the input and the fix', () => {
  it.each([
    [
      'a named scope for a machine',
      { scope: [`api://${API}/calculator.add`] },
      {},
      'usage.scope_not_default',
      /^--scope: .*\/\.default/,
      /\/\.default/,
    ],
    [
      'a short scope for a machine',
      { scope: ['calculator.add'] },
      {},
      'usage.scope_not_default',
      /^--scope: .*"calculator.add"/,
      /\/\.default/,
    ],
    [
      'a scope without its API for a person',
      { flow: ['authorization_code'], scope: ['calculator.add'] },
      {},
      'usage.scope_unqualified',
      /^--scope: .*"calculator.add"/,
      /api:\/\//,
    ],
    [
      'the same from the environment',
      { flow: ['authorization_code'] },
      { CUSTOM_SCOPES: 'calculator.add' },
      'usage.scope_unqualified',
      /^CUSTOM_SCOPES: .*"calculator.add"/,
      /api:\/\//,
    ],
    [
      'an audience that is a name',
      { audience: 'calculator' },
      {},
      'usage.audience_malformed',
      /^--audience: .*"calculator"/,
      /Expose an API/,
    ],
    [
      'the same from the environment',
      {},
      { OAUTH_AUDIENCE: 'calculator' },
      'usage.audience_malformed',
      /^OAUTH_AUDIENCE: .*"calculator"/,
      /Expose an API/,
    ],
    [
      'a client id that is a name',
      {},
      { CLIENT_ID: 'calculator-client' },
      'usage.client_id_malformed',
      /^CLIENT_ID: .*"calculator-client"/,
      /App registrations/,
    ],
    [
      'no tenant in particular',
      { issuer: issuerOf('common') },
      {},
      'usage.tenant_not_specific',
      /^--issuer: .*"common"/,
      /Directory \(tenant\) ID/,
    ],
    [
      'a tenant that stands for none',
      { tenant: 'common' },
      {},
      'usage.tenant_not_specific',
      /^--tenant: "common"/,
      /Directory \(tenant\) ID/,
    ],
    [
      'the id of a secret',
      {},
      { CLIENT_SECRET: SECRET_ID },
      'credential.secret_id',
      /^CLIENT_SECRET: .*"Secret ID" column/,
      /"Value" column/,
    ],
    [
      'the id of a secret in quotes',
      {},
      { CLIENT_SECRET: `"${SECRET_ID}"` },
      'credential.secret_id',
      /^CLIENT_SECRET: /,
      /"Value" column/,
    ],
    [
      'a secret in quotes',
      { clientSecretEnv: 'S' },
      { S: "'a~secret'" },
      'credential.secret_quoted',
      /^--client-secret-env: .*quotes/,
      /Take the quotes away/,
    ],
    [
      'a secret with a blank behind it',
      {},
      { CLIENT_SECRET: 'a~secret ' },
      'credential.secret_blanks',
      /^CLIENT_SECRET: .*blank/,
      /came with the copy/,
    ],
    [
      'no client id',
      { flow: ['authorization_code'] },
      { CLIENT_ID: '', CLIENT_SECRET: '' },
      'usage.client_id_missing',
      /^--flow authorization_code: .*neither registers/,
      /--client-id/,
    ],
  ])('%s', async (_, flags, environment, code, message, hint) => {
    const error = await refusal({ environment: { ...entra, ...environment }, flags });
    expect(error.code).toBe(code);
    expect(error.exit).toBe(2);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(JSON.stringify(error)).not.toMatch(new RegExp(`${SECRET_ID}|a~secret`));
  });

  it.each([
    [
      'scopes',
      'flows: [{ flow: client_credentials, scopes: [x], clientId: $C, clientSecret: { env: CLIENT_SECRET } }]',
      /^mcp-authcheck\.yaml:4:\d+: targets\.a\.flows\[0\]\.scopes: Client credentials/,
    ],
    [
      'a client id',
      'flows: [{ flow: device_code, clientId: me }]',
      /^mcp-authcheck\.yaml:4:\d+: targets\.a\.flows\[0\]\.clientId: /,
    ],
    [
      'an audience',
      'audience: calculator\n    flows: [{ flow: device_code, clientId: $C }]',
      /^mcp-authcheck\.yaml:4:\d+: targets\.a\.audience: /,
    ],
  ])('%s of the file, with file, line and path', async (_, line, message) => {
    const text = `targets:\n  a:\n    tenant: ${TENANT}\n    ${line.replaceAll('$C', CLIENT)}\n    url: https://a.example/mcp\n`;
    const error = await refusal(await yaml(text, { environment: entra }));
    expect(error.exit).toBe(2);
    expect(error.message).toMatch(message);
    expect(error.hint).toBeTruthy();
  });

  it('a secret of the file that is the id of one', async () => {
    const text = `targets: { a: { url: https://a.example/mcp, tenant: ${TENANT}, audience: ${API}, flows: [{ flow: client_credentials, clientId: ${CLIENT}, clientSecret: { env: S } }] } }`;
    const error = await refusal(await yaml(text, { environment: { S: SECRET_ID } }));
    expect(error.code).toBe('credential.secret_id');
    expect(error.message).toContain('targets.a.flows[0].clientSecret');
  });

  it('of other providers only what is known of them', async () => {
    const auth0 = { OAUTH_ISSUER: 'https://contoso.auth0.com/', CLIENT_ID: 'x', CLIENT_SECRET: 'a~secret' };
    expect((await refusal({ environment: auth0 })).code).toBe('usage.audience_missing');
    const generic = { ...auth0, OAUTH_ISSUER: 'https://id.example.com', CLIENT_SECRET: SECRET_ID };
    const { targets, warnings } = await load({ environment: generic, flags: { scope: ['calculator.add'] } });
    expect(targets[0]?.flows[0]?.scopes).toEqual(['calculator.add']);
    expect(warnings.join()).toContain('"Secret ID" column');
  });

  it('but not where nobody is asked for a token', async () => {
    const environment = { TENANT_ID: TENANT, OAUTH_AUDIENCE: 'calculator' };
    expect((await flow({ environment, flags: { flow: ['none'] } })).flow).toBe('none');
  });
});

describe('an issuer and a tenant', () => {
  const person = { clientId: CLIENT, flow: ['authorization_code'] };

  it.each([
    [
      'the flag wins over the tenant of another',
      { issuer: issuerOf(OTHER) },
      { TENANT_ID: TENANT },
      { issuer: issuerOf(OTHER) },
      'TENANT_ID is set but not used',
    ],
    [
      'the flag wins over the issuer of another',
      { tenant: OTHER },
      { OAUTH_ISSUER: issuerOf(TENANT) },
      { tenant: OTHER },
      'OAUTH_ISSUER is set but not used',
    ],
    [
      'the flag wins over another provider',
      { tenant: OTHER },
      { OAUTH_ISSUER: 'https://id.example.com' },
      { tenant: OTHER },
      'OAUTH_ISSUER is set but not used',
    ],
    [
      "another provider's issuer leaves the tenant out",
      { issuer: 'https://id.example.com' },
      { TENANT_ID: TENANT },
      { issuer: 'https://id.example.com' },
      'TENANT_ID is set but not used',
    ],
    [
      'both of one tenant stay',
      { issuer: issuerOf(TENANT) },
      { TENANT_ID: TENANT.toUpperCase() },
      { issuer: issuerOf(TENANT), tenant: TENANT.toUpperCase() },
      '',
    ],
    [
      'a domain may be any tenant',
      {},
      { OAUTH_ISSUER: issuerOf(TENANT), TENANT_ID: 'contoso.example.com' },
      { issuer: issuerOf(TENANT), tenant: 'contoso.example.com' },
      '',
    ],
  ])('%s, and nothing is silent', async (_, flags, environment, named, warning) => {
    const given = { environment, flags: { ...person, ...flags } };
    const { issuer, tenant } = await target(given);
    expect({ issuer, tenant }).toEqual({ issuer: undefined, tenant: undefined, ...named });
    const { warnings } = await load(given);
    if (warning === '') expect(warnings).toEqual([]);
    else expect(warnings.join()).toContain(warning);
  });

  it.each([
    ['two flags', { issuer: issuerOf(OTHER), tenant: TENANT }, {}, /^--tenant and --issuer/],
    [
      'two variables',
      {},
      { OAUTH_ISSUER: issuerOf(OTHER), TENANT_ID: TENANT },
      /^TENANT_ID and OAUTH_ISSUER/,
    ],
  ])('that differ are refused when they are %s', async (_, flags, environment, words) => {
    const error = await refusal({ environment, flags: { ...person, ...flags } });
    expect(error).toMatchObject({ code: 'usage.issuer_tenant_conflict', exit: 2 });
    expect(error.message).toMatch(words);
    expect(error.hint).toContain('Leave one');
  });

  it('that differ are refused in the file', async () => {
    const text = `targets: { a: { url: https://a.example/mcp, tenant: ${TENANT}, issuer: "${issuerOf(OTHER)}" } }`;
    expect((await refusal(await yaml(text))).code).toBe('usage.issuer_tenant_conflict');
  });
});
