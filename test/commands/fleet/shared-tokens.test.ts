import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contosoNames } from '../../../fixtures/entra/index.ts';
import { Secret } from '../../../src/secret.ts';
import type { Report, Result } from '../../../src/types.ts';
import { type Fleet, startFleet } from './world.ts';

let fleet: Fleet;
beforeEach(async () => {
  fleet = await startFleet();
});
afterEach(() => fleet.close());

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('one token', () => {
  it('is got once for eight targets that ask at the same moment; the others say whose it is', async () => {
    const report = await fleet.verify(NAMES.map((name) => fleet.target(name)));

    expect(report.verdict).toBe('pass');
    expect(fleet.tokenRequests()).toEqual([200]);
    const tokens = NAMES.map((name) => tokenResult(report, name));
    const own = tokens.filter(({ message }) => !message.includes('shared'));
    expect(own).toHaveLength(1);
    expect(own[0]?.exchanges).toHaveLength(1);
    const owner = report.targets.find((target) => target.results.includes(own[0] as Result))?.name;
    for (const other of tokens.filter((result) => result !== own[0])) {
      expect(other.message).toBe(`jwt token by msal, a machine's, shared with ${owner}`);
      expect(other.exchanges).toEqual([]);
    }
  });

  it('is not shared with who asks for another scope, by another library, or as another client', async () => {
    const [request] = fleet.target('x').flows;
    if (request === undefined) throw new Error('no flow');
    const audience = fleet.world.settings.audience ?? '';
    const other = fleet.world.entra.directory.applicationNamed(contosoNames.machineClient);
    const report = await fleet.verify(
      [
        fleet.target('as given'),
        fleet.target('by its id', { flows: [{ ...request, scopes: [`${audience}/.default`] }] }),
        fleet.target('other library', { flows: [{ ...request, library: 'openid-client' }] }),
        fleet.target('other secret', {
          flows: [
            { ...request, credential: { kind: 'secret', secret: new Secret('not-the-secret-at-all') } },
          ],
        }),
      ],
      { concurrency: 1 },
    );

    expect(other.appId).toBe(request.clientId);
    expect(fleet.tokenRequests()).toEqual([200, 200, 200, 401]);
    expect(report.targets.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'fail']);
  });

  it('is never had by who may not ask: a target whose endpoint is pinned to another issuer sends nothing', async () => {
    const report = await fleet.verify(
      [
        fleet.target('rightful'),
        fleet.target('elsewhere', { issuer: 'https://login.example.com/other/v2.0' }),
      ],
      { concurrency: 1 },
    );

    expect(report.targets[0]?.verdict).toBe('pass');
    const flow = report.targets[1]?.flows[0];
    expect(flow?.token ?? null).toBeNull();
    expect(fleet.tokenRequests()).toEqual([200]);
  });

  it('that two flows of one target ask for is got twice, as for one target alone', async () => {
    const [request] = fleet.target('x').flows;
    if (request === undefined) throw new Error('no flow');
    await fleet.verify([fleet.target('only', { flows: [request, request] })]);

    expect(fleet.tokenRequests()).toEqual([200, 200]);
  });

  it('that is near its end is got anew', async () => {
    let ahead = 0;
    const now = (): number => Date.now() + ahead;
    const report = await fleet.verify(
      NAMES.slice(0, 3).map((name) => fleet.target(name)),
      {
        concurrency: 1,
        onTarget: ({ name }) => {
          ahead = name === 'a' ? 60_000 : 80 * 60_000;
        },
      },
      { now },
    );

    expect(tokenResult(report, 'b').message).toContain('shared with a');
    expect(tokenResult(report, 'c').message).not.toContain('shared');
    expect(fleet.tokenRequests()).toEqual([200, 200]);
  });
});

describe('a refusal', () => {
  it('of the client is not asked for again: a wrong secret is not tried for every target', async () => {
    const wrong = { kind: 'secret', secret: new Secret('a-secret-that-is-wrong') } as const;
    const targets = NAMES.map((name) => {
      const target = fleet.target(name);
      return { ...target, flows: target.flows.map((flow) => ({ ...flow, credential: wrong })) };
    });
    const report = await fleet.verify(targets);

    expect(fleet.tokenRequests()).toEqual([401]);
    expect(report).toMatchObject({ verdict: 'fail', exitCode: 1 });
    const codes = report.targets.map(({ flows }) => flows[0]?.error?.code);
    expect(new Set(codes)).toEqual(new Set(['oauth.invalid_client']));
    const messages = NAMES.map((name) => tokenResult(report, name).message);
    expect(messages.filter((message) => message.includes('it was not asked again'))).toHaveLength(7);
    expect(report.targets.every(({ findings }) => findings[0]?.aadsts === 7000215)).toBe(true);
  });

  it('for a while is waited for by all, and every one of them gets in', async () => {
    fleet.world.entra.directory.throttling = { remaining: 2, retryAfterSeconds: 1 };
    const report = await fleet.verify(NAMES.map((name) => fleet.target(name)));

    expect(report.verdict).toBe('pass');
    const statuses = fleet.tokenRequests();
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(statuses.length).toBeLessThan(NAMES.length);
  }, 15_000);
});

function tokenResult({ targets }: Report, name: string): Result {
  const target = targets.find((one) => one.name === name);
  const found = target?.results.find(({ id }) => id === 'road/token');
  if (found === undefined) throw new Error(`${name} asked for no token`);
  return found;
}
