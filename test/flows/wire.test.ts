import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWire } from '../../src/flows/wire.ts';
import type { Http } from '../../src/types.ts';
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

const wireTo = (endpoint: string) =>
  openWire(contextOf({ http, request: { flow: 'client_credentials' } }), {
    endpoints: [endpoint],
    named: false,
  });
const post = (url: string, body = '') => ({ method: 'POST', url, headers: [], body });

describe('the road of one attempt', () => {
  it('leads to the agreed endpoint, whatever its query', async () => {
    const wire = wireTo(`${server.origin}/token`);
    await wire.send(post(`${server.origin}/token?client-request-id=1`));
    expect(wire.answers).toHaveLength(1);
    expect(wire.failure()).toBeUndefined();
  });

  it.each(['/', '/token/', '/other'])('does not lead to %s', async (path) => {
    const wire = wireTo(`${server.origin}/token`);
    const error = await failureOf(wire.send(post(server.origin + path)));
    expect(error).toMatchObject({ code: 'endpoint.origin', exit: 7 });
    expect(wire.failure()).toBe(error);
    expect(server.received).toHaveLength(0);
  });

  it('tells the vault every secret that goes either way', async () => {
    const sent = [
      'client_secret',
      'client_assertion',
      'assertion',
      'subject_token',
      'actor_token',
      'code',
      'code_verifier',
      'refresh_token',
      'device_code',
    ];
    const received = ['access_token', 'refresh_token', 'id_token', 'device_code'];
    const answer = Object.fromEntries(received.map((name) => [name, `came ${name}`]));
    server.answer = (_request, response) => reply(response, 400, answer);
    const body = new URLSearchParams(
      Object.fromEntries(sent.map((name) => [name, `went ${name}`])),
    ).toString();
    await wireTo(`${server.origin}/token`).send(post(`${server.origin}/token`, body));
    const secrets = [...sent.map((name) => `went ${name}`), ...received.map((name) => `came ${name}`)];
    for (const secret of secrets) expect(http.vault.redact(`<${secret}>`)).not.toContain(secret);
  });
});
