import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceCode, pollInterval } from '../../src/flows/device-code.ts';
import type { FlowRequest } from '../../src/types.ts';
import { type EntraWorld, entraWorld, failureOf } from './world.ts';

const LIBRARIES = ['msal', 'openid-client'] as const;

let world: EntraWorld;
beforeEach(async () => {
  world = await entraWorld();
});
afterEach(async () => {
  await world.close();
});

const request = (library: string, client = 'Calculator Person Client'): FlowRequest => ({
  flow: 'device_code',
  clientId: world.entra.directory.applicationNamed(client).appId,
  library,
});

// The person is done before the first poll, which the server allows after a second.
function enterAtOnce(decision: 'accept' | 'decline') {
  const { send } = world.http;
  return {
    ...world.http,
    send: async (sent: Parameters<typeof send>[0]) => {
      const answer = await send(sent);
      const { user_code: code } = JSON.parse(answer.body) as { user_code?: string };
      if (code !== undefined) await world.entra.enterDeviceCode(code, { decision });
      return { ...answer, body: answer.body.replace('"interval":5', '"interval":1') };
    },
  };
}

describe.each(LIBRARIES)('device_code at Entra ID by %s', (library) => {
  it('tells the person where to go and brings their token', async () => {
    const told: string[] = [];
    const http = enterAtOnce('accept');
    const person = { tell: (message: string) => void told.push(message) };
    const tokens = await deviceCode.run(world.context(request(library), { http, person }));
    expect(decodeJwt(tokens.accessToken.reveal()).aud).toBe(world.api);
    expect(tokens.refreshToken).toBeDefined();
    expect(told).toEqual([
      expect.stringMatching(/^Open https:\/\/localhost:.* and enter the code [A-Z0-9]{9}$/),
    ]);
  });

  it('stops when the person declines', async () => {
    const http = enterAtOnce('decline');
    expect(await failureOf(deviceCode.run(world.context(request(library), { http })))).toMatchObject({
      code: 'oauth.authorization_declined',
      exit: 3,
    });
  });

  it('passes on the refusal of an unknown client, and polls for nothing', async () => {
    const clientId = '11111111-2222-3333-4444-555555555555';
    const context = world.context({ ...request(library), clientId });
    expect(await failureOf(deviceCode.run(context))).toMatchObject({ provider: { aadsts: 700_016 } });
    expect(world.entra.requests().filter(({ path }) => path.endsWith('/token'))).toHaveLength(0);
  });

  it('waits no longer than it may', async () => {
    const context = world.context(request(library), { target: { timeoutMs: 50 } });
    expect(await failureOf(deviceCode.run(context))).toMatchObject({ code: 'person.timeout', exit: 8 });
  });

  it('ends at once when the run is aborted', async () => {
    const abort = new AbortController();
    const person = { tell: () => abort.abort() };
    const context = world.context(request(library), { person, signal: abort.signal });
    expect(await failureOf(deviceCode.run(context))).toMatchObject({ code: 'run.aborted', exit: 9 });
  });

  it('is not tried where nobody is', async () => {
    const context = world.context(request(library), { person: { present: false } });
    expect(await failureOf(deviceCode.run(context))).toMatchObject({ code: 'person.not_allowed' });
  });
});

describe('the time between two polls', () => {
  it.each([
    [5, 5],
    [0, 1],
    [3600, 60],
    [undefined, 5],
    [Number.NaN, 5],
    ['5', 5],
  ])('is, for an interval of %j, %d s', (interval, seconds) => {
    expect(pollInterval(interval)).toBe(seconds);
  });
});
