import { describe, expect, it } from 'vitest';
import { API, CLIENT, load, refusal, secretOf, TENANT } from './given.ts';
import { inFolder, yaml } from './in-folder.ts';

const PERSON = '22223333-cccc-4444-dddd-5555eeee6666';

const environment = {
  TENANT_ID: TENANT,
  OAUTH_AUDIENCE: API,
  CLIENT_ID: CLIENT,
  CLI_CLIENT_ID: PERSON,
  CLIENT_SECRET: 'a~secret',
};

const EXAMPLE = `# yaml-language-server: $schema=./schema/config.v1.json
targets:
  calculator:
    url: https://calculator.example.com/mcp
    provider: entra
    tenant: \${TENANT_ID}
    audience: \${OAUTH_AUDIENCE}
    flows:
      - flow: client_credentials
        clientId: \${CLIENT_ID}
        clientSecret: { env: CLIENT_SECRET }
        expect: { aud: "\${OAUTH_AUDIENCE}", roles: [calculator.add, calculator.subtract] }
      - flow: authorization_code
        clientId: \${CLI_CLIENT_ID}
        scopes: ["api://\${OAUTH_AUDIENCE}/calculator.add", offline_access]
        expect: { scp: [calculator.add, calculator.subtract] }
    expect:
      tools: [add, subtract]
      calls:
        - { tool: add, arguments: { a: 1, b: 2 }, result: 3 }
`;

describe('the configuration file', () => {
  it.each([
    ['as in the documentation', EXAMPLE],
    ['with Windows line ends and a byte order mark', `\uFEFF${EXAMPLE.replaceAll('\n', '\r\n')}`],
  ])('is read %s', async (_, text) => {
    const { targets } = await load(await yaml(text, { environment }));
    expect(targets).toHaveLength(1);
    expect(targets[0]).toMatchObject({
      name: 'calculator',
      url: 'https://calculator.example.com/mcp',
      provider: 'entra',
      tenant: TENANT,
      audience: API,
      timeoutMs: 30_000,
      protocol: 'auto',
      expect: { tools: ['add', 'subtract'], calls: [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }] },
    });
    const [machine, person] = targets[0]?.flows ?? [];
    expect(secretOf(machine?.credential)).toBe('a~secret');
    expect(machine?.expect).toEqual({ aud: [API], roles: ['calculator.add', 'calculator.subtract'] });
    expect(person).toEqual({
      flow: 'authorization_code',
      clientId: PERSON,
      scopes: [`api://${API}/calculator.add`, 'offline_access'],
      expect: { scp: ['calculator.add', 'calculator.subtract'] },
    });
  });

  it.each([
    ['mcp-authcheck.json', '{"targets":{"a":{"url":"https://a.example/mcp"}}}'],
    ['mcp-authcheck.jsonc', '// mine\n{"targets":{"a":{"url":"https://a.example/mcp",},},}'],
    ['mcp-authcheck.yml', 'targets: { a: { url: "https://a.example/mcp" } }'],
  ])('may be %s', async (name, text) => {
    const { targets } = await load(await inFolder({ [name]: text }));
    expect(targets.map((one) => [one.name, one.flows])).toEqual([['a', [{ flow: 'none' }]]]);
  });

  it('hands defaults to every target that does not say otherwise', async () => {
    const text = `defaults: { timeout: 5, protocol: both }
targets:
  a: { url: https://a.example/mcp }
  b: { url: https://b.example/mcp, timeout: 6 }`;
    const { targets } = await load(await yaml(text));
    expect(targets.map((one) => [one.timeoutMs, one.protocol])).toEqual([
      [5000, 'both'],
      [6000, 'both'],
    ]);
  });

  it('gives the targets that are named, beside a URL', async () => {
    const given = await yaml(
      'targets: { a: { url: https://a.example/mcp }, b: { url: https://b.example/mcp } }',
    );
    const targets = ['b', 'https://c.example/mcp'];
    const loaded = await load({
      ...given,
      targets,
      environment: { CLIENT_ID: CLIENT },
      configFile: 'mcp-authcheck.yaml',
    });
    expect(loaded.targets.map((one) => one.url)).toEqual(['https://b.example/mcp', 'https://c.example/mcp']);
  });

  it('does not get in the way of a URL', async () => {
    const given = await yaml('not: [valid');
    const { targets } = await load({
      ...given,
      targets: ['https://c.example/mcp'],
      environment: { CLIENT_ID: CLIENT },
    });
    expect(targets).toHaveLength(1);
  });

  it('has its flows chosen by --flow, and reads only the credentials of those', async () => {
    const given = await yaml(EXAMPLE, { environment: { ...environment, CLIENT_SECRET: undefined } });
    const chosen = await load({ ...given, flags: { flow: ['authorization_code'] } });
    expect(chosen.targets[0]?.flows.map((one) => one.flow)).toEqual(['authorization_code']);
    const open = await load({ ...given, flags: { flow: ['none'] } });
    expect(open.targets[0]?.flows).toEqual([{ flow: 'none' }]);
    expect((await refusal({ ...given, flags: { flow: ['device_code'] } })).code).toBe(
      'usage.flow_not_in_target',
    );
  });

  it('reads secret files from its own folder', async () => {
    const text =
      'targets: { a: { url: https://a.example/mcp, headers: { X-Api-Key: { file: key } }, flows: [{ flow: bearer, token: { file: token } }] } }';
    const given = await inFolder({ 'mcp-authcheck.yaml': text, token: 'eyJ.a.b\n', key: 'k-1\n' });
    const { targets, kept } = await load({
      ...given,
      configFile: `${given.cwd}/mcp-authcheck.yaml`,
      cwd: '/',
    });
    expect(secretOf(targets[0]?.flows[0]?.credential)).toBe('eyJ.a.b');
    expect(kept).toContain('k-1');
  });
});

describe('variables', () => {
  it(`are not looked at again, and $\${ is a literal \${`, async () => {
    const text = `targets: { a: { url: https://a.example/mcp, audience: "\${A}-$\${B}" } }`;
    const { targets } = await load(await yaml(text, { environment: { A: `\${B}`, B: 'x' } }));
    expect(targets[0]?.audience).toBe(`\${B}-\${B}`);
  });

  it.each([
    ['unset', {}, 'is not set'],
    ['empty', { TENANT_ID: '' }, 'is set but empty'],
  ])('that are %s are named with file, line and path', async (_, changed, words) => {
    const error = await refusal(
      await yaml(`targets:\n  a:\n    url: https://a.example/mcp\n    tenant: \${TENANT_ID}\n`, {
        environment: changed,
      }),
    );
    expect(error.code).toBe('config.variable_missing');
    expect(error.message).toBe(
      `mcp-authcheck.yaml:4:5: targets.a.tenant: the environment variable TENANT_ID ${words}.`,
    );
  });
});
