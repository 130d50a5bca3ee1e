import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSetup } from '../../src/commands/setup/read-setup.ts';
import type { SetupFlags } from '../../src/commands/setup.ts';
import { applied } from '../support/az/applied.ts';
import { type Az, startAz } from '../support/az/index.ts';
import { home, printed, setupFlags } from '../support/az/run-recipe.ts';
import { runShell, type ShellEnded, syntaxOf } from '../support/az/run-shell.ts';
import type { AzTenant } from '../support/az/tenant.ts';

const VARIANTS: readonly (readonly [name: string, flags: Partial<SetupFlags>])[] = [
  ['what it makes by itself', {}],
  [
    'a certificate, a tenant and an endpoint, and only who is assigned',
    {
      credential: 'certificate',
      assignmentRequired: true,
      tenant: 'AAAABBBB-0000-cccc-1111-dddd2222eeee',
      url: 'https://calculator.example.com/mcp?a=b',
    },
  ],
  [
    'GitHub Actions, a gateway and one scope',
    {
      github: 'contoso/calculator:release/1.x',
      gatewayCallback: 'https://gw.example.com/oauth/callback?to=a~b',
      scope: ['tools/read'],
    },
  ],
  [
    'odd characters everywhere',
    {
      issuer: 'https://idp.example/it',
      subject: 'it\'s "so" $HOME `x` \\ & more',
      name: `O'Brien & "Sons" $HOME \`id\` \\ — 計算`,
      role: ['Calculator.Add.All', 'Calculator.Subtract.All'],
    },
  ],
];

let folder: string;
let az: Az;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-setup-'));
});

afterEach(async () => {
  await az.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(flags: Partial<SetupFlags>): Promise<ShellEnded> {
  return await runShell(printed(flags), az, await home(folder));
}

async function begin(refuse?: Parameters<typeof startAz>[1]): Promise<void> {
  az = await startAz(folder, refuse);
}

/** Without ids and keys, which are new each time. */
function settled(tenant: AzTenant): unknown {
  const ids = [...tenant.applications, ...tenant.servicePrincipals];
  const text = JSON.stringify({
    ...tenant,
    applications: tenant.applications.map((one) => ({ ...one, passwordCredentials: 0, keyCredentials: 0 })),
    servicePrincipals: tenant.servicePrincipals.map(({ id: _id, ...one }) => one),
    assignments: tenant.assignments.map(({ resourceId: _id, ...one }) => one),
  });
  return JSON.parse(ids.reduce((left, { appId }, index) => left.replaceAll(appId, `id ${index % 2}`), text));
}

describe.each(VARIANTS)('the script for %s', (_name, flags) => {
  it('does what the recipe says, prints what to set, and can be run again', async () => {
    await begin();
    expect(await syntaxOf(printed(flags))).toEqual({ code: 0, stdout: '', stderr: '' });
    const first = await run(flags);
    expect(first.stderr.replaceAll(/^[.+*-]*\n?|^Generating .*\n|^-----\n/gm, '')).toBe('');
    expect(first.code).toBe(0);
    const wanted = settled(applied(readSetup(setupFlags(flags))));
    expect(settled(az.tenant)).toEqual(wanted);
    const before = structuredClone(az.tenant);
    const again = await run(flags);
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 0, stdout: first.stdout });
    expect({ ...az.tenant, consented: [...new Set(az.tenant.consented)] }).toEqual(before);
  });
});

describe('the script', () => {
  beforeEach(() => begin());

  it('sets the version before the App ID URI, and the API before the client', async () => {
    await run({});
    const changes = az.calls.filter(([, ...words]) => words.includes('PATCH') || words.includes('create'));
    const told = changes.map((call) => {
      const body = call[call.indexOf('--body') + 1] ?? '';
      if (call.includes('--body')) return Object.keys(JSON.parse(body)).join('');
      return call.filter((word) => /^(app|sp|create)$/.test(word)).join(' ');
    });
    expect(told).toEqual([
      'app create',
      'api',
      'identifierUris',
      'api',
      'api',
      'appRoles',
      'appRoles',
      'sp create',
      'app create',
      'sp create',
      'publicClient',
    ]);
    expect(changes[1]).toContain('{"api":{"requestedAccessTokenVersion":2}}');
  });

  it('keeps the secret in a file of its owner and prints it nowhere', async () => {
    const { stdout, stderr } = await run({});
    const [secret] = az.tenant.applications.flatMap((one) => one.passwordCredentials);
    const file = path.join(folder, 'home', '.calculator-client.secret');
    expect((await readFile(file, 'utf8')).trim()).toBe(secret?.secretText);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(stdout + stderr).not.toContain(secret?.secretText);
    expect(az.calls.flat().join(' ')).not.toContain(secret?.secretText);
    expect(stdout).toContain(`--client-secret-file "${file}"`);
  });

  it('keeps certificate and key in a file of its owner and uploads the certificate alone', async () => {
    await run({ credential: 'certificate' });
    const folderOfHome = path.join(folder, 'home');
    const pem = await readFile(path.join(folderOfHome, '.calculator-client.pem'), 'utf8');
    expect(pem).toContain('PRIVATE KEY');
    expect(await readdir(folderOfHome)).toEqual(['.calculator-client.pem', '.calculator-client.pem.crt']);
    expect((await stat(path.join(folderOfHome, '.calculator-client.pem'))).mode & 0o777).toBe(0o600);
    const [key] = az.tenant.applications.flatMap((one) => one.keyCredentials);
    expect(pem.startsWith(key?.key ?? 'nothing')).toBe(true);
  });

  it('prints the lines of the environment with the ids that it found', async () => {
    const { stdout } = await run({ url: 'https://calculator.example.com/mcp' });
    const [api, client] = az.tenant.applications;
    const { tenantId } = az.tenant;
    expect(stdout.split('\n').filter((line) => line.startsWith('export '))).toEqual([
      `export OAUTH_ISSUER=https://login.microsoftonline.com/${tenantId}/v2.0`,
      `export OAUTH_AUDIENCE=${api?.appId}`,
      `export OAUTH_JWKS_URI=https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`,
      `export TENANT_ID=${tenantId}`,
      `export CLIENT_ID=${client?.appId}`,
      `export CUSTOM_SCOPES="api://${api?.appId}/calculator.add api://${api?.appId}/calculator.subtract"`,
      'export MCP_URL=https://calculator.example.com/mcp',
    ]);
    expect(stdout).toContain('\nmcp-authcheck verify --flow client_credentials ');
    expect(stdout).toContain('\nmcp-authcheck verify --flow authorization_code ');
  });

  it('adds to registrations that are there, and keeps what they have', async () => {
    await run({ name: 'Old' });
    const [api, client] = az.tenant.applications;
    const flags = { scope: ['calculator.multiply'], role: ['calculator.add', 'calculator.multiply'] };
    await run({ ...flags, existingApi: api?.appId ?? '', existingClient: client?.appId ?? '' });
    const values = (list: readonly object[] = []): unknown => list.map((one) => Reflect.get(one, 'value'));
    expect(az.tenant.applications).toHaveLength(2);
    expect(values(api?.api.oauth2PermissionScopes)).toEqual([
      'calculator.add',
      'calculator.subtract',
      'calculator.multiply',
    ]);
    expect(values(api?.appRoles)).toEqual(['calculator.add', 'calculator.subtract', 'calculator.multiply']);
    expect(client?.requiredResourceAccess[0]?.resourceAccess).toHaveLength(6);
  });

  it('stops before anything is made when az is signed in to another tenant', async () => {
    const tenant = '11112222-bbbb-3333-cccc-4444dddd5555';
    const { code, stderr } = await run({ tenant });
    expect(code).toBe(1);
    expect(stderr).toContain(`az login --tenant ${tenant}`);
    expect(az.tenant.applications).toEqual([]);
  });

  it('leaves two applications of one name to a person', async () => {
    await run({});
    const [api] = az.tenant.applications;
    if (api !== undefined) az.tenant.applications.push({ ...api, appId: 'another' });
    const { code, stderr } = await run({});
    expect(code).toBe(1);
    expect(stderr).toContain('--existing-api');
    expect(az.tenant.applications).toHaveLength(3);
  });
});

describe('the script, when az refuses', () => {
  it('says what a role that shares its value with a scope may be refused for', async () => {
    await begin((call) =>
      call.some((word) => word.startsWith('{') && word.includes('"appRoles"'))
        ? 'It contains duplicate value. Please Provide unique value.'
        : undefined,
    );
    const { code, stderr } = await run({});
    expect(code).toBe(1);
    expect(stderr).toContain('--role Calculator.Add.All');
    expect(az.tenant.applications).toHaveLength(1);
  });

  it('makes no second application because a search failed', async () => {
    await begin((call) => (call.includes('list') ? 'Connection reset by peer' : undefined));
    const { code } = await run({});
    expect(code).toBe(1);
    expect(az.tenant.applications).toEqual([]);
  });

  it('tries once more what needs a moment', async () => {
    let refusals = 0;
    await begin((call) => {
      if (!call.includes('admin-consent') || refusals === 2) return undefined;
      refusals += 1;
      return 'Request_ResourceNotFound';
    });
    const { code, stderr } = await run({});
    expect(code).toBe(0);
    expect(stderr).toContain('Once more in 10 seconds.');
    expect(az.tenant.consented).toHaveLength(1);
  });
});
