import { contosoCalculator, contosoNames, startEntra } from '../../../fixtures/entra/index.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import type { Played, Row } from './row.ts';

const tenant = contosoCalculator({ seed: 'works with' });
const CUSTOMERS = `${tenant.tenantId}.ciamlogin.com`;

/** The government's cloud: as the public one, and it shows that the authority counts. */
export const entra: Row = {
  kind: 'Microsoft Entra ID',
  profile: 'entra',
  start: () => start('login.microsoftonline.us', 'https://login.microsoftonline.us'),
};

/** People know the host by the tenant's name; it is the tenant id that answers. */
export const externalId: Row = {
  kind: 'Microsoft Entra External ID',
  profile: 'entra',
  start: () => start(CUSTOMERS, 'https://contoso.ciamlogin.com'),
};

async function start(publicHost: string, authority: string): Promise<Played> {
  const service = await startEntra({ publicHost, tenant });
  const network = createNetwork({
    vault: createVault(),
    ca: [service.ca],
    environment: {},
    hostMap: { [publicHost]: service.origin },
    lookup: (host) =>
      host === 'localhost'
        ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
        : Promise.reject(new Error(`${host} was looked up`)),
  });
  const http = network.open({
    name: 'calculator',
    url: 'https://calculator.example.com/mcp',
    timeoutMs: 10_000,
  });
  const api = service.directory.applicationNamed(contosoNames.calculatorApi).appId;
  const machine = service.directory.applicationNamed(contosoNames.machineClient);
  const person = service.directory.applicationNamed(contosoNames.personClient);
  const secret = http.vault.keep(machine.passwordCredentials[0]?.secretText ?? '');
  const token = { iss: `https://${publicHost}/${tenant.tenantId}/v2.0`, aud: [api], version: '2.0' };
  return {
    http,
    target: { tenant: tenant.tenantId, authority, audience: api },
    resource: {
      resource: 'https://calculator.example.com/mcp',
      scopes_supported: [`api://${api}/calculator.add`],
    },
    machine: {
      request: {
        flow: 'client_credentials',
        clientId: machine.appId,
        credential: { kind: 'secret', secret },
      },
      token: { ...token, scp: [], roles: ['calculator.add', 'calculator.subtract'], appOnly: true },
    },
    person: {
      request: { flow: 'authorization_code', clientId: person.appId },
      token: { ...token, scp: ['calculator.add'], appOnly: false },
    },
    open: (url) => service.signIn(url),
    asked: () => [],
    close: async () => {
      await network.close();
      await service.close();
    },
  };
}
