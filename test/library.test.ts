import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../fixtures/faults/index.ts';
import { startWorld, type World } from '../fixtures/world.ts';
import { AuthcheckError, decodeToken, type Person, type VerifyInput, verify } from '../src/index.ts';
import { type OpenWorld, startOpenWorld } from './docs/open-world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

/** The machine's target in a world; its secret comes from the environment that `settings` hands over. */
function target({ calculator, entra, healthy }: World = world): VerifyInput {
  return {
    name: 'calculator',
    url: calculator.url,
    provider: 'entra',
    tenant: entra.tenantId,
    authority: entra.authority,
    audience: healthy.audience,
    flows: [
      {
        flow: 'client_credentials',
        clientId: healthy.machine.clientId,
        clientSecret: { env: 'CLIENT_SECRET' },
      },
    ],
  };
}

function settings({ entra, healthy: { machine } }: World = world) {
  return { ca: [entra.ca], environment: { CLIENT_SECRET: machine.clientSecret } };
}

describe('verify', () => {
  it('resolves with the report of a healthy endpoint', async () => {
    const report = await verify(target(), settings());
    expect(report).toMatchObject({ schemaVersion: 1, verdict: 'pass', exitCode: 0 });
    expect(report.targets).toMatchObject([
      {
        name: 'calculator',
        findings: [],
        flows: [
          {
            flow: 'client_credentials',
            token: {
              aud: [world.healthy.audience],
              scp: [],
              roles: ['calculator.add', 'calculator.subtract'],
              appOnly: true,
              signature: 'verified',
            },
            sessions: [{ calls: [{ tool: 'add', result: 3 }, { tool: 'subtract', result: 2 }, {}] }],
          },
        ],
      },
    ]);
  });

  it('hands every result over as it comes, and puts neither token nor secret into the report', async () => {
    const ids: string[] = [];
    const report = await verify(target(), { ...settings(), onResult: ({ id }) => void ids.push(id) });
    expect(ids).toEqual(report.targets[0]?.results.map(({ id }) => id));
    const text = JSON.stringify(report);
    expect(text).not.toContain(world.healthy.machine.clientSecret);
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });

  it('resolves, too, when checks fail, and says why', async () => {
    const broken = await startWorld({ fault: fault('open-door') });
    try {
      const report = await verify(target(broken), settings(broken));
      expect(report).toMatchObject({ verdict: 'fail', exitCode: 1 });
      expect(report.targets[0]?.findings[0]).toMatchObject({ code: 'endpoint/open-door', severity: 'error' });
    } finally {
      await broken.close();
    }
  });

  it('does what is asked of it and no more', async () => {
    const demanding = { ...target(), expect: { tools: ['divide'] } };
    const report = await verify(demanding, { ...settings(), checks: 'none' });
    const groups = new Set(report.targets[0]?.results.map(({ group }) => group));
    expect([...groups].sort()).toEqual(['road', 'server', 'token']);
    expect(report).toMatchObject({
      verdict: 'fail',
      targets: [{ findings: [{ code: 'session/tool-missing' }] }],
    });
  });

  it('takes several targets, and one bad apple fails the run', async () => {
    const lost = { ...target(), name: 'lost', audience: '11112222-bbbb-3333-cccc-4444dddd5555' };
    const report = await verify([target(), lost], { ...settings(), checks: 'none' });
    expect(report.targets.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['calculator', 'pass'],
      ['lost', 'fail'],
    ]);
    expect(report.exitCode).toBe(1);
  });

  it('asks nobody to sign in unless a person is handed in', async () => {
    const flows = [{ flow: 'authorization_code', clientId: world.healthy.person.clientId }];
    const report = await verify({ ...target(), flows }, { ...settings(), checks: 'none' });
    expect(report).toMatchObject({ verdict: 'fail', exitCode: 8 });
  });
});

describe('verify, where no client is known beforehand', () => {
  let open: OpenWorld;

  beforeAll(async () => {
    open = await startOpenWorld();
  });

  afterAll(() => open.close());

  const person: Person = {
    present: true,
    tell: () => undefined,
    open: async (url) => {
      const page = await fetch(url);
      await page.text();
      return page.ok;
    },
  };
  const demand = { expect: { calls: [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }] } };

  it.each([
    ['registers one', {}, /^registered-/],
    [
      'is the client of its metadata document',
      { clientMetadataUrl: 'https://client.example.com/oauth/client.json' },
      /^https:\/\/client\.example\.com\/oauth\/client\.json$/,
    ],
  ])('%s, and has its token bound to a key', async (_, client, id) => {
    const input: VerifyInput = {
      url: open.mcpUrl,
      flows: [{ flow: 'authorization_code', dpop: true, ...client }],
      ...demand,
    };
    const report = await verify(input, { checks: 'none', person });
    expect(report).toMatchObject({ verdict: 'pass', exitCode: 0 });
    const [flow] = report.targets[0]?.flows ?? [];
    expect(flow?.token).toMatchObject({
      clientId: expect.stringMatching(id),
      claims: { cnf: { jkt: expect.any(String) } },
    });
  });

  it('answers a form that a tool asks for', async () => {
    const calls = [{ tool: 'book', arguments: {}, result: '2 booked' }];
    const input: VerifyInput = { url: open.formsUrl, flows: [{ flow: 'none' }], expect: { calls } };
    const answered = await verify({ ...input, elicit: { seats: 2 } }, { checks: 'none' });
    expect(answered).toMatchObject({ verdict: 'pass' });
    expect(answered.targets[0]?.flows[0]?.sessions[0]?.elicitations).toMatchObject([{ answer: 'accept' }]);
    expect(await verify(input, { checks: 'none' })).toMatchObject({ verdict: 'fail' });
  });

  it('sends a credential to another origin only where the program that calls it allows that', async () => {
    const elsewhere = new URL(open.server.issuer);
    elsewhere.hostname = 'localhost';
    const input: VerifyInput = {
      url: open.mcpUrl,
      issuer: open.server.issuer,
      tokenEndpoint: `${elsewhere.origin}/token`,
      flows: [{ flow: 'jwt_bearer', assertion: { env: 'ASSERTION' } }],
    };
    const settings = { checks: 'none', environment: { ASSERTION: open.server.workloadToken } };
    expect(await verify(input, settings)).toMatchObject({ verdict: 'fail', exitCode: 7 });
    const allowed = { ...settings, allowedOrigins: [elsewhere.origin] };
    expect(await verify(input, allowed)).toMatchObject({ verdict: 'pass' });
  });
});

describe('wrong input is refused before anything is sent', () => {
  let requests = 0;
  const listener = createServer((_request, response) => {
    requests += 1;
    response.end();
  });
  let url = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/mcp`;
  });

  afterAll(() => new Promise((resolve) => listener.close(resolve)));

  const none = [{ flow: 'none' }];
  it.each<[string, (url: string) => unknown, string]>([
    ['no URL', () => ({ flows: none }), 'url'],
    ['no flow', (good) => ({ url: good, flows: [] }), 'flow'],
    ['a URL that is none', () => ({ url: 'calculator', flows: none }), 'URL'],
    ['http off loopback', () => ({ url: 'http://example.com/mcp', flows: none }), 'loopback'],
    ['a key that does not exist', (good) => ({ url: good, flows: none, audiense: 'x' }), 'audiense'],
    ['a flow that does not exist', (good) => ({ url: good, flows: [{ flow: 'implicit' }] }), 'implicit'],
    [
      'a secret that is not there',
      (good) => ({
        url: good,
        flows: [{ flow: 'client_credentials', clientId: 'ci', clientSecret: { env: 'MISSING' } }],
      }),
      'MISSING',
    ],
    ['a good target beside a bad one', (good) => [{ url: good, flows: none }, { flows: none }], 'url'],
  ])('%s', async (_, input, word) => {
    const refused = await verify(input(url) as VerifyInput, { environment: {} }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(AuthcheckError);
    expect(refused).toMatchObject({
      class: 'usage',
      exit: 2,
      message: expect.stringContaining(word),
    });
    expect(requests).toBe(0);
  });

  it('a check that does not exist', async () => {
    const input = { url, flows: none };
    await expect(verify(input, { checks: 'endpoint/nonsense' })).rejects.toBeInstanceOf(AuthcheckError);
    expect(requests).toBe(0);
  });
});

describe('decodeToken', () => {
  it('reads a token, and believes nothing of it', async () => {
    const { expired } = await world.attackTokens();
    expect(decodeToken(expired)).toMatchObject({
      format: 'jwt',
      aud: [world.healthy.audience],
      iss: world.entra.issuer,
      appOnly: true,
      signature: 'unverified',
    });
  });

  it('never throws', () => {
    expect(decodeToken('not a token')).toMatchObject({ format: 'opaque', aud: [], scp: [], roles: [] });
  });
});

function fault(wanted: string) {
  const found = faults.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`no fault ${wanted}`);
  return found;
}
