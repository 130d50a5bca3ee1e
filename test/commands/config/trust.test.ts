import { describe, expect, it } from 'vitest';
import { API, CLIENT, type Given, load, refusal, TENANT } from './given.ts';
import { inFolder } from './in-folder.ts';

const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const ENDPOINT = 'https://a.example';

const file = (more: string, flow = 'flow: client_credentials, clientSecret: { env: CLIENT_SECRET }') =>
  `targets:\n  a:\n    url: ${ENDPOINT}/mcp\n    audience: ${API}\n    ${more}\n    flows: [{ clientId: ${CLIENT}, ${flow} }]\n`;

const CONFIGS = {
  tenant: file(`tenant: ${TENANT}`),
  unpinned: file('provider: generic'),
  stolen: file('issuer: https://thief.example'),
  header: file(`headers: { X-Gw: { env: GW_KEY } }`, 'flow: authorization_code'),
  token: `targets: { a: { url: ${ENDPOINT}/mcp, flows: [{ flow: bearer, token: { file: token } }] } }`,
  enterprise: file(
    'issuer: https://i.example',
    'flow: enterprise, identityProvider: { tokenEndpoint: https://idp.example/token, clientId: x, idToken: { env: ID_TOKEN } }',
  ),
  interpolated: file(`headers: { X-A: "\${CLIENT_SECRET}" }`, 'flow: authorization_code'),
};

const given = async (name: keyof typeof CONFIGS, more: Given): Promise<Given> =>
  inFolder(
    { 'mcp-authcheck.yaml': CONFIGS[name], token: 'a.b.c', 'event.json': '{}' },
    {
      ...more,
      environment: { CLIENT_SECRET: 'a~secret', GW_KEY: 'k', ID_TOKEN: 'a.b.c', ...more.environment },
    },
  );
const trust = (...trustIssuer: readonly string[]): Given => ({ flags: { trustIssuer } });

describe('an issuer that is trusted outside the file', () => {
  it.each([
    ['tenant', trust(ISSUER)],
    ['tenant', trust('https://x.example', `CLIENT_SECRET=${ISSUER}/`)],
    ['tenant', { environment: { MCP_AUTHCHECK_TRUST_ISSUER: `https://x.example, CLIENT_SECRET=${ISSUER}` } }],
    ['header', trust(`GW_KEY=${ENDPOINT}`)],
    ['token', trust(`token=${ENDPOINT}/mcp`)],
    ['enterprise', trust('ID_TOKEN=https://idp.example', 'https://i.example')],
    ['stolen', {}],
  ] as const)('receives the secret: %s %j', async (name, more) => {
    expect((await load(await given(name, more))).targets).toHaveLength(1);
  });

  it.each([
    [
      'stolen',
      trust(ISSUER),
      /clientSecret: the secret "CLIENT_SECRET" was not read: the pinned issuer "https:\/\/thief.example" is not trusted/,
    ],
    ['tenant', trust(`OTHER=${ISSUER}`), /"CLIENT_SECRET" was not read/],
    ['tenant', trust(`${ISSUER}.evil`), /"CLIENT_SECRET" was not read/],
    ['unpinned', trust(ISSUER), /no issuer is pinned/],
    ['header', trust(ISSUER), /headers.X-Gw: the secret "GW_KEY" was not read: the endpoint/],
    ['token', trust('https://b.example'), /the secret "token" was not read: the endpoint/],
    [
      'enterprise',
      trust('https://i.example'),
      /idToken: .*the identity provider "https:\/\/idp.example\/token"/,
    ],
    [
      'interpolated',
      trust(ISSUER),
      /headers.X-A: the environment variable CLIENT_SECRET is not put into a setting/,
    ],
  ] as const)('is not the one that the file names: %s %j', async (name, more, message) => {
    // Unset, so that reading it would be another error.
    const error = await refusal(
      await given(name, {
        ...more,
        environment: { CLIENT_SECRET: undefined, GW_KEY: undefined, ID_TOKEN: undefined },
      }),
    );
    expect([error.code, error.class, error.exit]).toEqual(['issuer.not_trusted', 'refused', 7]);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^mcp-authcheck.yaml:\d+:\d+: /);
  });

  it.each(['NAME=', 'x', '=https://a.example'])('%j is refused', async (text) => {
    expect((await refusal(await given('tenant', trust(text)))).code).toBe('usage.trust_issuer');
  });

  it('does not concern a target that is named by its URL', async () => {
    const { targets } = await load({
      environment: { CLIENT_SECRET: 'x', CLIENT_ID: 'y', CIRCLE_PR_USERNAME: 'somebody' },
      flags: { trustIssuer: ['https://x.example'], issuer: 'https://y.example' },
    });
    expect(targets).toHaveLength(1);
  });
});

const repos = (head: string | null, base: string) =>
  JSON.stringify({
    pull_request: {
      head: { repo: head === null ? null : { full_name: head } },
      base: { repo: { full_name: base } },
    },
  });
const gitHub = { CI: 'true', GITHUB_EVENT_NAME: 'pull_request_target' };

describe('a pull request from a fork', () => {
  type Case = readonly [name: string, environment: Record<string, string>, event: string | undefined];
  const FORKS: readonly Case[] = [
    ['GitHub', gitHub, repos('them/x', 'us/x')],
    ['GitHub, deleted fork', gitHub, repos(null, 'us/x')],
    ['GitHub, unreadable event', gitHub, 'not JSON'],
    [
      'GitHub, workflow_run',
      { ...gitHub, GITHUB_EVENT_NAME: 'workflow_run' },
      JSON.stringify({
        workflow_run: { head_repository: { full_name: 'them/x' } },
        repository: { full_name: 'us/x' },
      }),
    ],
    ['GitLab', { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2', CI_MERGE_REQUEST_PROJECT_ID: '1' }, undefined],
    ['Azure', { SYSTEM_PULLREQUEST_ISFORK: 'True' }, undefined],
    ['CircleCI', { CIRCLE_PR_USERNAME: 'them' }, undefined],
    [
      'Buildkite',
      {
        BUILDKITE_PULL_REQUEST_REPO: 'git://github.com/them/x.git',
        BUILDKITE_REPO: 'git@github.com:us/x.git',
      },
      undefined,
    ],
    ['Jenkins', { CHANGE_FORK: 'them/x' }, undefined],
    ['Travis', { TRAVIS_PULL_REQUEST_SLUG: 'them/x', TRAVIS_REPO_SLUG: 'us/x' }, undefined],
  ];

  const on = async (environment: Record<string, string>, event: string | undefined, more: Given = {}) => {
    const made = await given('tenant', { ...more, environment });
    if (event === undefined) return made;
    const folder = await inFolder({ 'event.json': event });
    return { ...made, environment: { ...made.environment, GITHUB_EVENT_PATH: `${folder.cwd}/event.json` } };
  };

  it.each(FORKS)('%s: the file gets no secret', async (_, environment, event) => {
    const error = await refusal(await on(environment, event));
    expect([error.code, error.exit]).toEqual(['issuer.not_trusted_on_fork', 7]);
    expect(error.hint).toContain(`--trust-issuer ${ISSUER} (`);
  });

  it.each(FORKS)('%s: unless the issuer is trusted', async (_, environment, event) => {
    expect((await load(await on(environment, event, trust(ISSUER)))).targets).toHaveLength(1);
  });

  const OWN: readonly Case[] = [
    ['GitHub', gitHub, repos('us/x', 'us/x')],
    ['GitHub, push', { ...gitHub, GITHUB_EVENT_NAME: 'push' }, '{}'],
    ['GitLab', { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1', CI_MERGE_REQUEST_PROJECT_ID: '1' }, undefined],
    ['Azure', { SYSTEM_PULLREQUEST_ISFORK: 'False' }, undefined],
    [
      'Buildkite',
      { BUILDKITE_PULL_REQUEST_REPO: 'git://github.com/us/x.git', BUILDKITE_REPO: 'git@github.com:us/x' },
      undefined,
    ],
    [
      'Buildkite, no pull request',
      { BUILDKITE_PULL_REQUEST_REPO: '', BUILDKITE_REPO: 'git@github.com:us/x' },
      undefined,
    ],
    ['Travis', { TRAVIS_PULL_REQUEST_SLUG: 'us/x', TRAVIS_REPO_SLUG: 'us/x' }, undefined],
  ];
  it.each(OWN)('is not one of the repository itself: %s', async (_, environment, event) => {
    expect((await load(await on(environment, event))).targets).toHaveLength(1);
  });
});
