import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCalculator } from '../../fixtures/calculator/index.ts';
import { startEntra } from '../../fixtures/entra/index.ts';
import type { MachineSettings } from '../../fixtures/settings.ts';
import { verifyScene } from '../../src/commands/demo-verify.ts';
import { readSetup } from '../../src/commands/setup/read-setup.ts';
import { createVault } from '../../src/http/index.ts';
import type { Report } from '../../src/types.ts';
import { applied } from '../support/az/applied.ts';
import { type Az, startAz } from '../support/az/index.ts';
import { home, printed, setupFlags } from '../support/az/run-recipe.ts';
import { runShell } from '../support/az/run-shell.ts';
import type { AzTenant } from '../support/az/tenant.ts';
import { toSeed } from '../support/az/to-seed.ts';

let folder: string;
let az: Az;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-setup-'));
  az = await startAz(folder);
});

afterEach(async () => {
  await az.close();
  await rm(folder, { recursive: true, force: true });
});

/** Verifies a calculator that trusts this tenant and has the server's side of the recipe, by both flows. */
async function verify(tenant: AzTenant, credential: Omit<MachineSettings, 'clientId'>): Promise<Report> {
  const [api, client] = tenant.applications;
  const [audience, clientId] = [api?.appId ?? '', client?.appId ?? ''];
  const entra = await startEntra({ tenant: toSeed(tenant) });
  const { issuer, jwksUri, ca } = entra;
  const calculator = await startCalculator({ issuer, jwksUri, audience, ca });
  const close = async (): Promise<void> => {
    await calculator.close();
    await entra.close();
  };
  try {
    return await verifyScene(
      {
        settings: {
          url: calculator.url,
          provider: 'entra',
          tenantId: tenant.tenantId,
          authority: entra.authority,
          audience,
          machine: { clientId, ...credential },
          person: { clientId },
        },
        ca: [ca],
        hostMap: {},
        signIn: (url) => entra.signIn(url),
        enterDeviceCode: (code) => entra.enterDeviceCode(code),
        attackTokens: async () => ({}),
        close,
      },
      { vault: createVault() },
    );
  } finally {
    await close();
  }
}

function expectPass(report: Report): void {
  const [target] = report.targets;
  expect(target?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(target?.results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(target?.verdict).toBe('pass');
  expect(target?.flows.map(({ flow, error }) => [flow, error])).toEqual([
    ['client_credentials', null],
    ['authorization_code', null],
    ['refresh_token', null],
  ]);
}

describe('two registrations that were made by the recipe', () => {
  it('let a machine and a person in, from its data alone', async () => {
    const tenant = applied(readSetup(setupFlags()));
    expectPass(await verify(tenant, { clientSecret: bySecret(tenant) }));
  });

  it('let a machine and a person in, after the script', async () => {
    const at = await home(folder);
    const { code } = await runShell(printed(), az, at);
    expect(code).toBe(0);
    const clientSecret = (await readFile(path.join(at, '.calculator-client.secret'), 'utf8')).trim();
    expectPass(await verify(az.tenant, { clientSecret }));
  });

  it('do so with a certificate, and when only those who are assigned get a token', async () => {
    const at = await home(folder);
    const { code } = await runShell(printed({ credential: 'certificate', assignmentRequired: true }), az, at);
    expect(code).toBe(0);
    const certificate = await readFile(path.join(at, '.calculator-client.pem'), 'utf8');
    expectPass(await verify(az.tenant, { certificate }));
  });
});

describe('a recipe with a step left out', () => {
  it.each([
    'Version 2 tokens',
    'App roles: what a machine may do',
    "Redirect URI of a person's sign-in",
    'Admin consent',
  ])('%s: does not pass', async (title) => {
    const tenant = applied(readSetup(setupFlags()), title);
    const { targets } = await verify(tenant, { clientSecret: bySecret(tenant) });
    expect(targets[0]?.verdict).not.toBe('pass');
  });
});

function bySecret({ applications }: AzTenant): string {
  const secretText = 'abc8Q~made-by-hand.for_this-test-1234';
  applications[1]?.passwordCredentials.push({ displayName: 'by hand', secretText });
  return secretText;
}
