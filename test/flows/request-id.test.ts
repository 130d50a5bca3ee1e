import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientCredentials } from '../../src/flows/client-credentials.ts';
import { deviceCode } from '../../src/flows/device-code.ts';
import { requestIdHeaders } from '../../src/flows/request-id.ts';
import type { FlowRequest } from '../../src/types.ts';
import { type EntraWorld, entraWorld, failureOf } from './world.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const url = 'https://login.microsoftonline.com/t/oauth2/v2.0/token';

let world: EntraWorld;
beforeEach(async () => {
  world = await entraWorld();
});
afterEach(async () => {
  await world.close();
});

describe.each(['msal', 'openid-client'])('a token request to Entra ID by %s', (library) => {
  const request = (): FlowRequest => ({
    flow: 'client_credentials',
    clientId: world.entra.directory.applicationNamed('Calculator Machine Client').appId,
    credential: { kind: 'secret', secret: world.http.vault.keep('not-the-right-secret') },
    library,
  });

  it('names an id once, under which the report and a refusal have it', async () => {
    const error = await failureOf(clientCredentials.run(world.context(request())));
    const asked = world.http.exchanges.filter(({ phase }) => phase === 'token');
    expect(asked.map(({ clientRequestId }) => clientRequestId)).toEqual([expect.stringMatching(GUID)]);
    expect(error).toHaveProperty('provider.correlationId', asked[0]?.clientRequestId);
  });

  it('has another one each time', async () => {
    for (let time = 0; time < 2; time += 1) await failureOf(clientCredentials.run(world.context(request())));
    const ids = world.http.exchanges.flatMap(({ clientRequestId }) => clientRequestId ?? []);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('the id of a request', () => {
  it('goes with device codes, for which msal-node names none', async () => {
    const clientId = '11111111-2222-3333-4444-555555555555';
    await failureOf(deviceCode.run(world.context({ flow: 'device_code', clientId, library: 'msal' })));
    const [first] = world.http.exchanges.filter(({ url: asked }) => asked.includes('/devicecode'));
    expect(first?.clientRequestId).toMatch(GUID);
  });

  it('is for Entra ID alone, and gives way to one that is there', () => {
    const entra = { name: 'entra' };
    expect(requestIdHeaders({ name: 'okta' }, { url, headers: [] })).toEqual([]);
    expect(requestIdHeaders(entra, { url: `${url}?client-request-id=1`, headers: [] })).toEqual([]);
    expect(requestIdHeaders(entra, { url, headers: [['Client-Request-Id', '1']] })).toEqual([]);
    expect(requestIdHeaders(entra, { url, headers: [] })).toEqual([
      ['client-request-id', expect.stringMatching(GUID)],
      ['return-client-request-id', 'true'],
    ]);
  });
});
