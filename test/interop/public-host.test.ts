import { networkInterfaces } from 'node:os';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { ClientSecretPost, clientCredentialsGrant, customFetch, discovery } from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../fixtures/world.ts';
import { attackTokens, demoTarget } from '../../src/commands/demo-target.ts';
import { scriptedPerson } from '../../src/commands/scripted-person.ts';
import { verifyJob } from '../../src/commands/verify-job.ts';
import { msalNetwork } from '../../src/flows/msal-network.ts';
import { openWire } from '../../src/flows/wire.ts';
import { createNetwork, createVault, type Network } from '../../src/http/index.ts';
import { run } from '../../src/run.ts';
import type { Http, Report, Target } from '../../src/types.ts';
import { contextOf } from '../flows/world.ts';

/*
 * The service under its own name: clients are configured as in production, and only the network room knows
 * that login.microsoftonline.com is on this machine.
 */
const publicHost = 'login.microsoftonline.com';
const LIBRARIES = ['msal', 'openid-client'] as const;
const vault = createVault();

let world: World;
let network: Network;
beforeEach(async () => {
  world = await startWorld({ publicHost });
  network = createNetwork({
    vault,
    ca: [world.entra.ca],
    environment: {},
    // Nothing listens on port 80 of the name: a map of all its ports would lead plain http to the port for TLS.
    hostMap: { [`${publicHost}:443`]: world.entra.origin, [`${publicHost}:80`]: 'http://127.0.0.1:1' },
    // A name that is not mapped must not lead anywhere.
    lookup: (host) =>
      host === 'localhost'
        ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
        : Promise.reject(new Error(`${host} was looked up`)),
  });
});
afterEach(async () => {
  await network.close();
  await world.close();
});

const open = (): Http => network.open({ name: 'calculator', url: world.calculator.url, timeoutMs: 10_000 });
const scope = () => `api://${world.healthy.audience}/.default`;
const claimed = () => ({
  iss: `https://${publicHost}/${world.entra.tenantId}/v2.0`,
  aud: world.healthy.audience,
});

describe('unmodified libraries over the network room', () => {
  it('msal-node, with the tenant’s own authority and nothing else, asks once', async () => {
    const { machine } = world.healthy;
    const before = world.entra.requests().length;
    const context = contextOf({ http: open(), request: { flow: 'client_credentials' } });
    const msal = new ConfidentialClientApplication({
      auth: {
        clientId: machine.clientId,
        clientSecret: machine.clientSecret,
        authority: `https://${publicHost}/${world.entra.tenantId}`,
      },
      system: { networkClient: msalNetwork(openWire(context, { named: false })) },
    });
    const result = await msal.acquireTokenByClientCredential({ scopes: [scope()] });
    expect(decodeJwt(result?.accessToken ?? '')).toMatchObject(claimed());
    expect(pathsSince(before)).toEqual([`/${world.entra.tenantId}/oauth2/v2.0/token`]);
  });

  it.each([
    ['the tenant', () => world.entra.tenantId],
    // openid-client makes an exception for this host's template of an issuer.
    ['organizations', () => 'organizations'],
  ])('openid-client discovers %s there, and gets a token', async (_what, tenant) => {
    const { machine } = world.healthy;
    const fetch = open().fetch({ purpose: 'credential', phase: 'token' });
    const found = await discovery(
      new URL(`https://${publicHost}/${tenant()}/v2.0`),
      machine.clientId,
      {},
      ClientSecretPost(machine.clientSecret),
      {
        [customFetch]: (url, { body, ...init }) => fetch(url, { ...init, body: body ?? null } as RequestInit),
      },
    );
    const { token_endpoint: endpoint } = found.serverMetadata();
    expect(endpoint).toBe(`https://${publicHost}/${tenant()}/oauth2/v2.0/token`);
    const grant = clientCredentialsGrant(found, { scope: scope() });
    if (tenant() === 'organizations') {
      // A machine belongs to one tenant, and the shared endpoint cannot tell which.
      await expect(grant).rejects.toMatchObject({ cause: { error_codes: [50_059] } });
    } else {
      expect(decodeJwt((await grant).access_token)).toMatchObject(claimed());
    }
  });
});

describe('verify as in production, with nothing but tenant, audience and client', () => {
  it.each(LIBRARIES)('passes with both flows and a refresh by %s', async (library) => {
    const { verdict, targets } = await verify(library);
    const [report] = targets;
    expect(report?.findings).toEqual([]);
    expect(report?.discovery?.issuer).toBe(claimed().iss);
    expect(report?.flows.map(({ flow }) => flow)).toEqual([
      'client_credentials',
      'authorization_code',
      'refresh_token',
    ]);
    for (const flow of report?.flows ?? []) {
      expect(flow).toMatchObject({
        library,
        verdict: 'pass',
        token: { signature: 'verified', iss: claimed().iss },
      });
    }
    expect(verdict).toBe('pass');
    const hosts = new Set(report?.exchanges.map(({ url }) => new URL(url).hostname));
    expect([...hosts].filter((host) => !ownAddresses().includes(host))).toEqual([publicHost]);
  });
});

async function verify(library: string): Promise<Report> {
  const { authority: _none, ...target } = demoTarget(world.healthy, vault);
  const production: Target = { ...target, flows: target.flows.map((flow) => ({ ...flow, library })) };
  const job = verifyJob(
    [production],
    { network, person: scriptedPerson(world), now: Date.now },
    {
      checks: 'all',
      skip: '',
      strict: false,
      concurrency: 1,
      attackTokens: await attackTokens(world, vault),
    },
  );
  return run(job, { version: 'test', now: Date.now });
}

/** Of this machine: a check sees whether what runs on loopback is open to its network as well. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each = []) => each.map(({ address }) => address));
}

function pathsSince(before: number): readonly string[] {
  return world.entra
    .requests()
    .slice(before)
    .map(({ path }) => path);
}
