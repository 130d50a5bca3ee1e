import { afterEach, describe, expect, it } from 'vitest';
import { type ProbeWorld, probeWorld } from './server-probe-world.ts';
import { failureOf } from './world.ts';

const DOCUMENT = { client_name: 'check', redirect_uris: ['http://127.0.0.1/callback'], grant_types: [] };

describe('a client that is registered for a check', () => {
  let world: ProbeWorld;
  afterEach(() => world.close());

  it('is registered as written, its secrets covered, and deleted again', async () => {
    world = await probeWorld();
    const before = world.server.context.clients.size;
    const probe = world.probe(world.clients.person);
    const answer = await probe.register(DOCUMENT);
    expect(answer).toMatchObject({
      status: 201,
      members: { client_secret: '[redacted]', registration_access_token: '[redacted]' },
      request: { method: 'POST', body: JSON.stringify(DOCUMENT) },
    });
    expect(world.server.context.clients.size).toBe(before + 1);
    const client = world.server.context.clients.get(String(answer.members.client_id));
    expect(JSON.stringify([answer, world.http.exchanges])).not.toContain(client?.registrationToken);
    expect(await probe.unregister(answer)).toBe(true);
    expect(world.server.context.clients.size).toBe(before);
    expect(await probe.unregister(answer)).toBe(false);
  });

  it('goes along without any credential of the flow', async () => {
    world = await probeWorld();
    await world.probe(world.clients.machine).register(DOCUMENT);
    expect(world.received[0]?.headers.authorization).toBeUndefined();
    expect(world.received[0]?.body).not.toContain(world.server.secrets.machine);
  });

  it('stays where the server does not say how to delete it', async () => {
    world = await probeWorld((parts) => ({
      ...parts,
      registrationAnswer: ({ id }) => ({ client_id: id }),
    }));
    const probe = world.probe(world.clients.person);
    expect(await probe.unregister(await probe.register(DOCUMENT))).toBe(false);
  });

  it.each([
    ['names another origin', 'https://elsewhere.example/register/1', 'endpoint.origin'],
    ['does not delete it', undefined, 'registration.not_deleted'],
  ])('is reported when the server %s', async (_, uri, code) => {
    world = await probeWorld((parts) => ({
      ...parts,
      mayManage: () => false,
      registrationAnswer: (client, asked) => ({
        ...parts.registrationAnswer(client, asked),
        ...(uri === undefined ? {} : { registration_client_uri: uri }),
      }),
    }));
    const probe = world.probe(world.clients.person);
    const answer = await probe.register(DOCUMENT);
    expect(await failureOf(probe.unregister(answer))).toMatchObject({ code });
  });
});
