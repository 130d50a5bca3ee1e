import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addLoopbackRedirect,
  addRolePermission,
  addScopePermission,
  addWebRedirect,
  allowPublicClient,
  assignRole,
  createServicePrincipal,
  enableSignIn,
  federatedCredential,
  grantAdminConsent,
  newSecret,
  requireAssignment,
  setAppIdUri,
  setTokenVersion2,
  uploadCertificate,
} from '../../src/diagnosis/az/index.ts';
import { jmesJson, jmesText } from '../../src/diagnosis/az/query.ts';
import { Variable, word } from '../../src/diagnosis/az/shell.ts';
import { type Az, startAz } from '../support/az/index.ts';
import { search } from '../support/az/jmespath.ts';
import { runShell, syntaxOf } from '../support/az/run-shell.ts';
import { type AzApplication, newApplication } from '../support/az/tenant.ts';

let folder: string;
let az: Az;
let api: AzApplication;
let client: AzApplication;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-az-'));
  az = await startAz(folder);
  api = newApplication('API', 'AzureADMyOrg');
  client = newApplication('Client', 'AzureADMyOrg');
  api.identifierUris = ['https://kept.example.com'];
  api.api.oauth2PermissionScopes = [{ id: 'scope-id', value: 'calculator.add' }];
  api.appRoles = [{ id: 'role-id', value: 'calculator.add' }];
  client.publicClient.redirectUris = ['http://kept.example.com'];
  az.tenant.applications.push(api, client);
  az.tenant.servicePrincipals.push(
    { appId: api.appId, id: 'api-principal', appRoleAssignmentRequired: false, accountEnabled: false },
    { appId: client.appId, id: 'client-principal', appRoleAssignmentRequired: false, accountEnabled: false },
  );
});

afterEach(async () => {
  await az.close();
  await rm(folder, { recursive: true, force: true });
});

async function paste(text: string): Promise<string> {
  const { code, stdout, stderr } = await runShell(text, az, folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('a line to paste', () => {
  it('asks for version 2 tokens', async () => {
    await paste(setTokenVersion2({ api: api.appId }));
    expect(api.api.requestedAccessTokenVersion).toBe(2);
    expect(api.api.oauth2PermissionScopes).toHaveLength(1);
  });

  it('adds the App ID URI, once, and keeps the others', async () => {
    await paste(setAppIdUri({ api: api.appId }));
    await paste(setAppIdUri({ api: api.appId }));
    expect(api.identifierUris).toEqual(['https://kept.example.com', `api://${api.appId}`]);
  });

  it('adds another App ID URI', async () => {
    await paste(setAppIdUri({ api: api.appId, uri: 'https://mcp.example.com/mcp' }));
    expect(api.identifierUris).toContain('https://mcp.example.com/mcp');
  });

  it('adds redirect URIs, each to its platform', async () => {
    await paste(addLoopbackRedirect({ client: client.appId }));
    await paste(addLoopbackRedirect({ client: client.appId }));
    await paste(addWebRedirect({ client: client.appId, uri: "https://gw.example.com/o'brien?a=$b" }));
    expect(client.publicClient.redirectUris).toEqual([
      'http://kept.example.com',
      'http://localhost/callback',
    ]);
    expect(client.web.redirectUris).toEqual(["https://gw.example.com/o'brien?a=$b"]);
  });

  it('allows public client flows', async () => {
    await paste(allowPublicClient({ client: client.appId }));
    expect(client.isFallbackPublicClient).toBe(true);
  });

  it('makes a secret that stays in the variable', async () => {
    const stdout = await paste(`${newSecret({ client: client.appId })}; printf '%s' "\${#CLIENT_SECRET}"`);
    expect(stdout).toBe(String(client.passwordCredentials[0]?.secretText.length));
  });

  it('adds a certificate to what there is', async () => {
    expect(uploadCertificate({ client: 'C', file: 'my cert.pem' })).toBe(
      "az ad app credential reset --id C --append --cert '@my cert.pem' --output none",
    );
  });

  it('trusts tokens of another issuer', async () => {
    const subject = 'repo:contoso/calculator:environment:it\'s "live" `$HOME`';
    const audience = 'api://AzureADTokenExchange';
    await paste(
      federatedCredential({ client: client.appId, issuer: 'https://issuer.example', subject, audience }),
    );
    expect(client.federatedIdentityCredentials).toEqual([
      {
        name: 'repo-contoso-calculator-environment-it-s-live-HOME',
        issuer: 'https://issuer.example',
        subject,
        audiences: [audience],
      },
    ]);
  });

  it('makes a service principal, and turns it on', async () => {
    az.tenant.servicePrincipals.splice(1);
    await paste(createServicePrincipal({ client: client.appId }));
    await paste(enableSignIn({ client: client.appId }));
    expect(az.tenant.servicePrincipals[1]).toMatchObject({ appId: client.appId, accountEnabled: true });
  });

  it('lists permissions by the ids that the API gave them', async () => {
    const of = { client: client.appId, api: api.appId };
    await paste(addScopePermission({ ...of, scope: 'calculator.add' }));
    await paste(addRolePermission({ ...of, role: 'calculator.add' }));
    expect(client.requiredResourceAccess).toEqual([
      {
        resourceAppId: api.appId,
        resourceAccess: [
          { id: 'scope-id', type: 'Scope' },
          { id: 'role-id', type: 'Role' },
        ],
      },
    ]);
  });

  it('grants what is listed', async () => {
    await paste(grantAdminConsent({ client: client.appId }));
    expect(az.tenant.consented).toEqual([client.appId]);
  });

  it('assigns an app role', async () => {
    await paste(assignRole({ client: client.appId, api: api.appId, role: 'calculator.add' }));
    expect(az.tenant.assignments).toEqual([
      { principalId: 'client-principal', resourceId: 'api-principal', appRoleId: 'role-id' },
    ]);
  });

  it('requires assignment, or does not', async () => {
    const required = () => az.tenant.servicePrincipals[0]?.appRoleAssignmentRequired;
    await paste(requireAssignment({ api: api.appId, required: true }));
    expect(required()).toBe(true);
    await paste(requireAssignment({ api: api.appId, required: false }));
    expect(required()).toBe(false);
  });
});

describe('a word of the shell', () => {
  const NASTY = [
    'plain',
    '',
    'two words',
    "it's",
    '"',
    '$HOME',
    '`id`',
    '\\',
    'a\nb',
    '!!',
    "'$x' \\ \"`",
    '~',
    '#',
    '*',
    '-x',
  ];

  it.each(NASTY)('%j arrives as it is', async (text) => {
    expect(await paste(`printf '%s' ${word(text)}`)).toBe(text);
    expect(await paste(`V=1; printf '%s' ${word(text, new Variable('V'), text)}`)).toBe(`${text}1${text}`);
  });

  it('leaves plain ones alone', () => {
    expect(word('api://11112222-bbbb-3333-cccc-4444dddd5555')).toBe(
      'api://11112222-bbbb-3333-cccc-4444dddd5555',
    );
  });
});

describe('a text in a query', () => {
  it.each(["it's", '`', '\\', '"', 'plain'])('%j is found again', (text) => {
    expect(search(jmesText(text), null)).toBe(text);
    expect(search(jmesJson([text]), null)).toEqual([text]);
  });
});

it('bash takes every line, with ids that are none', async () => {
  const odd = { client: "a'b", api: 'c d' };
  const lines = [
    setAppIdUri(odd),
    addScopePermission({ ...odd, scope: "s'" }),
    assignRole({ ...odd, role: '`' }),
  ];
  expect(await syntaxOf(lines.join('\n'))).toEqual({ code: 0, stdout: '', stderr: '' });
});
