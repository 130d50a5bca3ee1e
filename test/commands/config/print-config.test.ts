import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { API, CLIENT, printedOf, TENANT } from './given.ts';
import { inFolder } from './in-folder.ts';

const TOP = `include: [more.yaml]
defaults:
  timeout: 7
  tenant: \${TENANT_ID}
targets:
  a:
    url: https://a.example/\${GW_TOKEN}
    audience: "${API}"
    headers: { X-Gw: { env: GW_TOKEN }, X-Old: "env:GONE" }
    flows:
      - flow: client_credentials
        clientId: ${CLIENT}
        clientSecret: { command: [./never-run, x] }
      - flow: authorization_code
        clientId: ${CLIENT}
`;
const MORE = `targets:
  b: { url: https://b.example/mcp, issuer: https://i.example, provider: generic, tags: [x] }
  c: { url: https://c.example/mcp, flows: [{ flow: bearer, token: { file: token } }], protocol: both }
`;

const given = () =>
  inFolder(
    { 'mcp-authcheck.yaml': TOP, 'more.yaml': MORE, token: 'eyJ.hunter2' },
    { environment: { TENANT_ID: TENANT, GW_TOKEN: 'hunter2' } },
  );

describe('the printed configuration', () => {
  it('has every value of a target with its place, and no secret', async () => {
    expect(
      await printedOf({ ...(await given()), targets: ['a', 'c'], flags: { timeout: '9' } }),
    ).toBe(`# What is in force. Secrets are named, not read; nothing was sent.

targets:
  a:
    url: "[redacted]" # GW_TOKEN in the environment; mcp-authcheck.yaml:7
    tenant: ${TENANT} # TENANT_ID in the environment; defaults, mcp-authcheck.yaml:4
    audience: ${API} # mcp-authcheck.yaml:8
    headers:
      X-Gw:
        env: GW_TOKEN # set; mcp-authcheck.yaml:9
      X-Old: env:GONE # not set; mcp-authcheck.yaml:9
    provider: entra # default: by tenant, issuer or authority
    issuer: https://login.microsoftonline.com/${TENANT}/v2.0 # default: of this tenant
    flows:
      - flow: client_credentials # mcp-authcheck.yaml:11
        clientId: ${CLIENT} # mcp-authcheck.yaml:12
        clientSecret:
          command:
            - ./never-run # not run; needs --allow-commands; mcp-authcheck.yaml:13
            - x # not run; needs --allow-commands; mcp-authcheck.yaml:13
      - flow: authorization_code # mcp-authcheck.yaml:14
        clientId: ${CLIENT} # mcp-authcheck.yaml:15
    protocol: auto # default
    timeout: 9 # --timeout
  c:
    url: https://c.example/mcp # more.yaml:3
    tenant: ${TENANT} # TENANT_ID in the environment; defaults, mcp-authcheck.yaml:4
    protocol: both # more.yaml:3
    provider: entra # default: by tenant, issuer or authority
    issuer: https://login.microsoftonline.com/${TENANT}/v2.0 # default: of this tenant
    flows:
      - flow: bearer # more.yaml:3
        token:
          file: token # readable; more.yaml:3
    timeout: 9 # --timeout
trustIssuer: whoever the file pins # default
allowCommands: false # default
`);
  });

  it('puts no secret into a setting once it is said who may have secrets', async () => {
    await expect(
      printedOf({ ...(await given()), flags: { trustIssuer: ['https://i.example'] } }),
    ).rejects.toMatchObject({ code: 'issuer.not_trusted', exit: 7 });
  });

  it('has what flags add to a target of the file', async () => {
    const text = await printedOf({
      ...(await inFolder({ 'mcp-authcheck.yaml': MORE })),
      flags: {
        tag: ['x'],
        protocol: 'both',
        header: ['X-K: env:KK', 'X-L: plain'],
        call: ['add a=1 => 3'],
        trustIssuer: ['K=https://i.example'],
        allowCommands: true,
      },
    });
    expect(parse(text)).toEqual({
      targets: {
        b: {
          url: 'https://b.example/mcp',
          issuer: 'https://i.example',
          provider: 'generic',
          tags: ['x'],
          flows: [{ flow: 'none' }],
          protocol: 'both',
          timeout: 30,
          headers: { 'X-K': 'env:KK', 'X-L': 'plain' },
          expect: { calls: [{ tool: 'add', arguments: { a: 1 }, result: 3 }] },
        },
      },
      trustIssuer: ['K=https://i.example'],
      allowCommands: true,
    });
    expect(text).toMatch(/X-K: env:KK # not set; --header/);
    expect(text).toMatch(/- K=https:\/\/i.example # --trust-issuer/);
    expect(text).toMatch(/allowCommands: true # --allow-commands/);
  });

  it('says of an endpoint on the command line which flag or variable each value is from', async () => {
    const text = await printedOf({
      targets: ['https://c.example/mcp'],
      flags: { scope: ['x'], resource: false, audience: API },
      environment: { TENANT_ID: TENANT, CLIENT_ID: CLIENT, CLIENT_SECRET: 'hunter2' },
    });
    expect(text).toBe(`# What is in force. Secrets are named, not read; nothing was sent.

targets:
  https://c.example/mcp:
    url: https://c.example/mcp # TARGET
    provider: entra # default: by tenant or issuer
    tenant: ${TENANT} # TENANT_ID in the environment
    audience: ${API} # --audience
    resource: false # --no-resource
    issuer: https://login.microsoftonline.com/${TENANT}/v2.0 # default: of this tenant
    flows:
      - flow: client_credentials # default: by what was given
        clientId: ${CLIENT} # CLIENT_ID in the environment
        clientSecret:
          env: CLIENT_SECRET # set; CLIENT_SECRET in the environment
        scopes:
          - x # --scope
    protocol: auto # default
    timeout: 30 # default
`);
  });

  it('says of a folder in the place of a file that it cannot be read', async () => {
    const made = await given();
    await rm(`${made.cwd}/token`);
    await mkdir(`${made.cwd}/token`);
    expect(await printedOf({ ...made, targets: ['c'] })).toContain('file: token # a directory');
  });
});
