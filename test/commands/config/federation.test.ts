import { describe, expect, it } from 'vitest';
import type { AssertionSource, FlowRequest } from '../../../src/types.ts';
import { CLIENT, flow, load, refusal, secretOf } from './given.ts';
import { inFolder, yaml } from './in-folder.ts';

const JWT = 'aGVhZA.cGF5bG9hZA.c2ln';
const OTHER = 'bmV3.bmV3.bmV3';
const GITHUB = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://vstoken.example.com/idtoken?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner~token',
};
const client = { CLIENT_ID: CLIENT };

function sourceOf({ credential }: FlowRequest): AssertionSource {
  if (credential?.kind !== 'assertion') throw new Error(`no assertion: ${credential?.kind}`);
  return credential.source;
}

async function readFrom(source: AssertionSource | undefined): Promise<string> {
  if (source?.from !== 'reference') throw new Error(`not read: ${source?.from}`);
  return (await source.read()).reveal();
}

const inFile = (flowText: string, environment: Readonly<Record<string, string>>) =>
  yaml(`targets: { a: { url: https://a.example/mcp, flows: [{ ${flowText} }] } }`, { environment });

describe('a federated token', () => {
  it('comes from a variable, read at every use', async () => {
    const environment: Record<string, string> = { ...client, TOKEN: JWT };
    const found = await flow({ environment, flags: { assertionEnv: 'TOKEN' } });
    expect(found.flow).toBe('client_credentials');
    expect(await readFrom(sourceOf(found))).toBe(JWT);
    environment.TOKEN = OTHER;
    expect(await readFrom(sourceOf(found))).toBe(OTHER);
  });

  it.each([
    [
      'flags',
      async (environment: Readonly<Record<string, string>>) => ({
        environment,
        flags: { federated: 'github', federatedAudience: 'me' },
      }),
    ],
    [
      'the file',
      (environment: Readonly<Record<string, string>>) =>
        inFile(
          `flow: client_credentials, clientId: x, federated: github, federatedAudience: me`,
          environment,
        ),
    ],
  ])('is asked of GitHub Actions, as %s say', async (_, given) => {
    const { targets, kept } = await load(await given({ ...client, ...GITHUB }));
    const [found] = targets[0]?.flows ?? [];
    expect(found === undefined ? undefined : sourceOf(found)).toMatchObject({
      from: 'github',
      url: GITHUB.ACTIONS_ID_TOKEN_REQUEST_URL,
      audience: 'me',
    });
    expect(kept).toContain('runner~token');
  });

  it("is asked of GitHub Actions for the provider's own audience unless one is named", async () => {
    const found = await flow({ environment: { ...client, ...GITHUB }, flags: { federated: 'github' } });
    expect(sourceOf(found)).not.toHaveProperty('audience');
  });

  it.each([
    ['both variables', {}, /_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set/],
    [
      'the token',
      { ACTIONS_ID_TOKEN_REQUEST_URL: GITHUB.ACTIONS_ID_TOKEN_REQUEST_URL },
      /: ACTIONS_ID_TOKEN_REQUEST_TOKEN is not set/,
    ],
    ['the URL', { ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: '' }, /: ACTIONS_ID_TOKEN_REQUEST_URL is not set/],
  ])(
    'of GitHub Actions is refused without %s, with the permission to give and a word on forks',
    async (_, given, words) => {
      for (const error of [
        await refusal({ environment: { ...client, ...given }, flags: { federated: 'github' } }),
        await refusal(await inFile('flow: client_credentials, clientId: x, federated: github', given)),
      ]) {
        expect(error).toMatchObject({ code: 'credential.github_token_service', exit: 2 });
        expect(error.message).toMatch(words);
        expect(error.message).toMatch(
          /^--federated: |^mcp-authcheck\.yaml:1:\d+: targets\.a\.flows\[0\]\.federated: /,
        );
        expect(error.hint).toContain('permissions: id-token: write');
        expect(error.hint).toContain('fork');
      }
    },
  );

  it('of GitHub Actions is not asked for over plain http', async () => {
    const environment = { ...client, ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://vstoken.example.com/' };
    const error = await refusal({ environment, flags: { federated: 'github' } });
    expect(error.code).toBe('usage.url_not_https');
    expect(error.message).toContain('ACTIONS_ID_TOKEN_REQUEST_URL');
  });

  it('is asked of a managed identity, of the one that is named where there are several', async () => {
    const flags = {
      federated: 'managed-identity',
      managedIdentity: 'user-assigned',
      federatedAudience: 'me',
    };
    const source = { from: 'managed_identity', clientId: 'user-assigned', audience: 'me' };
    expect(sourceOf(await flow({ environment: client, flags }))).toEqual(source);
    const alone = await flow({ environment: client, flags: { federated: 'managed-identity' } });
    expect(sourceOf(alone)).toEqual({ from: 'managed_identity' });
    const text =
      'flow: client_credentials, clientId: x, federated: managed-identity, managedIdentity: user-assigned';
    const { targets } = await load(await inFile(text, {}));
    expect(targets[0]?.flows[0]?.credential).toEqual({
      kind: 'assertion',
      source: { from: 'managed_identity', clientId: 'user-assigned' },
    });
  });

  it.each([
    ['an unknown service', { federated: 'gitlab' }, 'usage.federated_unknown', 'github, managed-identity'],
    [
      'a file and a variable',
      { assertionEnv: 'T', assertionFile: 'x' },
      'usage.credential_conflict',
      'Leave one',
    ],
    [
      'a service and a variable',
      { federated: 'github', assertionEnv: 'T' },
      'usage.credential_conflict',
      'Leave one',
    ],
    [
      'a service and a secret',
      { federated: 'github', clientSecretEnv: 'T' },
      'usage.credential_conflict',
      'the one that this client has',
    ],
    [
      'GitHub and a managed identity',
      { federated: 'github', managedIdentity: 'x' },
      'usage.credential_conflict',
      'the one that this client has',
    ],
    ['an audience of nothing', { federatedAudience: 'x' }, 'usage.federated_audience', '--federated'],
    ['an unset variable', { assertionEnv: 'NOT_THERE' }, 'credential.secret_missing', 'CI'],
    [
      'a variable that holds no JWT',
      { assertionEnv: 'PAGE' },
      'credential.assertion_malformed',
      'error page',
    ],
  ])('is refused when it is %s', async (_, flags, code, fix) => {
    const environment = { ...client, ...GITHUB, T: JWT, PAGE: '<html>hunter2' };
    const error = await refusal({ environment, flags });
    expect(error).toMatchObject({ code, exit: 2 });
    expect(error.hint).toContain(fix);
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it.each([
    ['a token and a service', 'federated: github, assertion: { env: T }', 'usage.credential_conflict'],
    ['an audience of nothing', 'federatedAudience: x', 'usage.federated_audience'],
    ['an unknown service', 'federated: gitlab', 'config.shape'],
    ['a literal one', 'assertion: hunter2', 'config.secret_literal'],
  ])('is refused in the file when it is %s', async (_, text, code) => {
    const error = await refusal(
      await inFile(`flow: client_credentials, clientId: x, ${text}`, { ...GITHUB, T: JWT }),
    );
    expect(error).toMatchObject({ code, exit: 2 });
    expect(error.message).toContain('targets.a.flows[0]');
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});

describe('with jwt_bearer the assertion is what is changed for a token', () => {
  const flags = { flow: ['jwt_bearer'], assertionEnv: 'T' };

  it('and needs no client', async () => {
    const found = await flow({ environment: { T: JWT }, flags });
    expect(await readFrom(found.assertion)).toBe(JWT);
    expect(found).toEqual({ flow: 'jwt_bearer', assertion: found.assertion });
  });

  it('while a secret beside it is the credential of the client', async () => {
    const found = await flow({ environment: { ...client, CLIENT_SECRET: 'a~secret', T: JWT }, flags });
    expect(found.clientId).toBe(CLIENT);
    expect(secretOf(found.credential)).toBe('a~secret');
    expect(await readFrom(found.assertion)).toBe(JWT);
  });

  it('and is that of Azure where no flag names one, and never the credential as well', async () => {
    const given = await inFolder({ jwt: JWT }, { targets: ['https://a.example/mcp'] });
    const environment = { AZURE_CLIENT_ID: CLIENT, AZURE_FEDERATED_TOKEN_FILE: `${given.cwd}/jwt` };
    const found = await flow({ ...given, environment, flags: { flow: ['jwt_bearer'] } });
    expect(await readFrom(found.assertion)).toBe(JWT);
    expect(found).not.toHaveProperty('credential');
  });

  it('in the file too', async () => {
    const text = 'flow: jwt_bearer, assertion: { env: T }, clientId: x, clientSecret: { env: S }';
    const { targets } = await load(await inFile(text, { T: JWT, S: 'a~secret' }));
    const [found] = targets[0]?.flows ?? [];
    expect(secretOf(found?.credential)).toBe('a~secret');
    expect(await readFrom(found?.assertion)).toBe(JWT);
  });

  it('and is missed when it is not there', async () => {
    const error = await refusal({ environment: client, flags: { flow: ['jwt_bearer'] } });
    expect(error).toMatchObject({ code: 'usage.assertion_missing', exit: 2 });
    expect(error.hint).toBe('Give --assertion-file FILE, --assertion-env NAME or --federated github.');
    const inTheFile = await refusal(await inFile('flow: jwt_bearer, clientId: x', {}));
    expect(inTheFile.code).toBe('usage.assertion_missing');
    expect(inTheFile.hint).toContain('assertion: { file: PATH }');
  });

  it('and a secret of nobody beside it is refused', async () => {
    const error = await refusal({
      environment: { T: JWT, S: 'a~secret' },
      flags: { ...flags, clientSecretEnv: 'S' },
    });
    expect(error.code).toBe('usage.client_id_missing');
    expect(error.message).toContain('whose credential');
  });
});
