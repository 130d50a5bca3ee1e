import { afterEach, describe, expect, it } from 'vitest';
import { contosoNames } from '../fixtures/entra/index.ts';
import { startWorld, type World } from '../fixtures/world.ts';
import { verifyJob } from '../src/commands/verify-job.ts';
import { createNetwork, createVault } from '../src/http/index.ts';
import { run } from '../src/run.ts';
import type { Report, Target } from '../src/types.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** `verify GATEWAY --flow none --header 'x-api-key: …'`, as somebody behind a gateway runs it. */
describe('verify through a gateway that signs its callers in itself', () => {
  it.each(['2025-11-25', '2026-07-28'] as const)(
    'before anybody authorized it, says where a person has to go (%s)',
    async (protocol) => {
      const world = await gatewayWorld();
      const report = await verifyThrough(world, protocol, {
        calls: [{ tool: 'add', arguments: { a: 1, b: 2 } }],
      });
      expect(report.verdict).toBe('fail');
      const [session] = report.targets[0]?.flows[0]?.sessions ?? [];
      expect(JSON.stringify(session)).toContain(`${new URL(world.gateway?.url ?? '').origin}/connect`);
    },
  );

  it.each(['2025-11-25', '2026-07-28'] as const)(
    'afterwards its caller gets in and gets answers (%s)',
    async (protocol) => {
      const world = await gatewayWorld();
      await world.gateway?.authorize((url) => world.entra.signIn(url));
      const report = await verifyThrough(world, protocol, {
        calls: [
          { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 },
          { tool: 'subtract', arguments: { a: 5, b: 3 }, result: 2 },
        ],
      });
      expect(report.targets[0]?.flows[0]?.sessions[0]?.error).toBeNull();
      expect(report.verdict).toBe('pass');
      expect(JSON.stringify(report)).not.toContain(world.gatewayKey);
    },
  );

  it('a person who declines is asked again, and the same link is still good', async () => {
    const world = await gatewayWorld();
    const call = { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 };
    const link = linkIn(await verifyThrough(world, '2026-07-28', { calls: [call] }));
    await world.entra.signIn(link, { decision: 'decline' });
    expect(consents(world)).toEqual([]);
    expect(linkIn(await verifyThrough(world, '2026-07-28', { calls: [call] }))).toBe(link);
    await world.entra.signIn(link);
    expect(consents(world)).toEqual(['calculator.add calculator.subtract']);
    expect((await verifyThrough(world, '2026-07-28', { calls: [call] })).verdict).toBe('pass');
  });

  it('a person who may not consent does not get through, until an administrator did it for everyone', async () => {
    const world = await gatewayWorld();
    const { directory } = world.entra;
    const call = { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 };
    const link = linkIn(await verifyThrough(world, '2025-11-25', { calls: [call] }));
    for (const user of directory.users) user.mayConsent = false;
    await expect(world.entra.signIn(link)).rejects.toThrow('AADSTS90094');
    directory.oauth2PermissionGrants.push({
      clientAppId: directory.applicationNamed(contosoNames.gateway).appId,
      resourceAppId: directory.applicationNamed(contosoNames.calculatorApi).appId,
      consentType: 'AllPrincipals',
      scope: 'calculator.add calculator.subtract',
    });
    await world.entra.signIn(link);
    expect((await verifyThrough(world, '2025-11-25', { calls: [call] })).verdict).toBe('pass');
  });

  it('the gateway renews what the upstream refuses, with its own secret', async () => {
    const world = await gatewayWorld();
    const { entra } = world;
    entra.directory.alterAccessToken = ({ header, claims }) => ({
      header,
      claims: { ...claims, exp: 1_700_000_000 },
    });
    await world.gateway?.authorize((url) => entra.signIn(url));
    entra.directory.alterAccessToken = undefined;
    const before = entra.requests().length;
    const calls = [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }];
    expect((await verifyThrough(world, '2026-07-28', { calls })).verdict).toBe('pass');
    const renewals = entra
      .requests()
      .slice(before)
      .filter(({ path }) => path.endsWith('/token'));
    expect(renewals).toEqual([
      expect.objectContaining({
        grantType: 'refresh_token',
        clientId: entra.directory.applicationNamed(contosoNames.gateway).appId,
        clientAuthentication: 'client_secret_post',
        status: 200,
      }),
    ]);
  });

  it('without the key the gateway refuses', async () => {
    const world = await gatewayWorld();
    const report = await verifyThrough(world, '2025-11-25', { calls: [], key: 'wrong' });
    expect(report.verdict).toBe('fail');
    expect(report.targets[0]?.flows[0]?.sessions[0]?.error?.class).toBe('auth');
  });
});

async function gatewayWorld(): Promise<World> {
  const world = await startWorld({ gateway: true });
  closing.push(() => world.close());
  return world;
}

/** The gateway's link for its user's browser, as the report shows it. */
function linkIn(report: Report): string {
  const session = JSON.stringify(report.targets[0]?.flows[0]?.sessions ?? []);
  const link = /http:\/\/127\.0\.0\.1:\d+\/connect\/[\w-]+/.exec(session)?.[0];
  if (link === undefined) throw new Error(`no link in ${session}`);
  return link;
}

/** What people let the gateway do with the calculator. */
function consents({ entra: { directory } }: World): readonly string[] {
  const { appId } = directory.applicationNamed(contosoNames.gateway);
  const api = directory.applicationNamed(contosoNames.calculatorApi).appId;
  return directory.oauth2PermissionGrants
    .filter(({ clientAppId, resourceAppId }) => clientAppId === appId && resourceAppId === api)
    .map(({ scope }) => scope);
}

async function verifyThrough(
  world: World,
  protocol: Target['protocol'],
  { calls, key = world.gatewayKey }: { readonly calls: Target['expect']['calls']; readonly key?: string },
): Promise<Report> {
  const vault = createVault();
  const network = createNetwork({ vault, environment: {} });
  closing.push(() => network.close());
  const target: Target = {
    name: 'gateway',
    url: world.gateway?.url ?? '',
    allowedOrigins: [],
    headers: [['x-api-key', vault.keep(key)]],
    protocol,
    flows: [{ flow: 'none' }],
    expect: { tools: [], calls },
    timeoutMs: 10_000,
  };
  const person = { present: false, open: async () => false, tell: () => undefined };
  const job = verifyJob(
    [target],
    { network, person, now: Date.now },
    { checks: 'none', skip: '', strict: false, concurrency: 1 },
  );
  return run(job, { version: 'test', now: Date.now });
}
