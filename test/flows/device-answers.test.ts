import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceCode } from '../../src/flows/device-code.ts';
import type { Http, TokenSet } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf } from './world.ts';

let server: SmallServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  server = await startSmallServer();
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

const polls = (): number => server.received.filter(({ path }) => path === '/token').length;

function run(said: Readonly<Record<string, unknown>>, token: readonly [number, object]): Promise<TokenSet> {
  const device = {
    device_code: 'a-device-code',
    user_code: 'WDJB-MJHT',
    verification_uri: `${server.origin}/activate`,
    expires_in: 60,
    interval: 1,
  };
  server.answer = ({ path }, response) =>
    path === '/device' ? reply(response, 200, { ...device, ...said }) : reply(response, token[0], token[1]);
  const request = { flow: 'device_code', clientId: 'television' };
  const metadata = server.metadata;
  return deviceCode.run(contextOf({ http, request, metadata, target: { issuer: server.origin } }));
}

const GOOD = [200, { access_token: 'a-good-token', token_type: 'Bearer' }] as const;

describe('the answer to a device authorization request, by openid-client', () => {
  it.each([0, -1, 0.001])(
    'may ask for an interval of %j, and is then polled after a second',
    async (interval) => {
      expect((await run({ interval }, GOOD)).accessToken.reveal()).toBe('a-good-token');
      expect(polls()).toBe(1);
    },
  );

  it('is refused in words of its own when something is missing', async () => {
    const error = await failureOf(run({ device_code: undefined }, GOOD));
    expect(error).toMatchObject({
      code: 'token.invalid',
      exit: 6,
      message: expect.stringContaining('device'),
    });
    expect(error).toMatchObject({ message: expect.not.stringContaining('access_token') });
    expect(polls()).toBe(0);
  });

  it('says how long the code lived, where that was shorter than the wait', async () => {
    const error = await failureOf(run({ expires_in: 2 }, [400, { error: 'authorization_pending' }]));
    expect(error).toMatchObject({ code: 'person.timeout', message: expect.stringContaining('within 2 s') });
  });

  it('may end within a part of a millisecond', async () => {
    expect(await failureOf(run({ expires_in: 0.0005 }, GOOD))).toMatchObject({ code: 'person.timeout' });
  });

  it('is polled no more once the wait is over', async () => {
    await failureOf(run({ expires_in: 1.5 }, [400, { error: 'slow_down' }]));
    const before = polls();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(polls()).toBe(before);
  });
});
