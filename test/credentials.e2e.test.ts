import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contosoNames, type RecordedRequest } from '../fixtures/entra/index.ts';
import { startWorld, type World } from '../fixtures/world.ts';
import type { Report, TargetReport } from '../src/types.ts';
import {
  type CertificateFiles,
  certificateFiles,
  type FederatedIssuer,
  federatedIssuer,
  temporaryFolder,
} from './support/credential-files.ts';
import { type Ended, runCli } from './support/run-cli.ts';

const LIBRARIES = ['msal', 'openid-client'] as const;
const ROLES = ['calculator.add', 'calculator.subtract'];
/** How each library signs with a certificate: msal-node by PS256, openid-client by RS256. */
const ALGORITHMS = { msal: 'PS256', 'openid-client': 'RS256' } as const;

let world: World;
let folder: string;
let removeFolder: () => Promise<void>;
let caFile: string;
let registered: CertificateFiles;
let stranger: CertificateFiles;
let platform: FederatedIssuer;

beforeAll(async () => {
  world = await startWorld();
  ({ folder, remove: removeFolder } = await temporaryFolder());
  caFile = await world.caFile();
  const machine = world.entra.directory.applicationNamed(contosoNames.machineClient);
  // The secret must not be what lets it in.
  machine.passwordCredentials = [];
  registered = await certificateFiles(folder, 'registered', machine);
  stranger = await certificateFiles(folder, 'stranger');
  platform = await federatedIssuer(folder, machine);
});
afterAll(async () => {
  await world.close();
  await removeFolder();
});

describe.each(LIBRARIES)('verify without a secret, by %s', (library) => {
  const certificate = () => ['--certificate', registered.both];
  const certificateAndKey = () => [
    '--certificate',
    registered.certificate,
    '--private-key',
    registered.privateKey,
  ];
  const bareKey = () => ['--private-key', registered.privateKey, '--key-id', registered.thumbprint];

  it.each([
    ['a certificate with its key in one file', certificate, ALGORITHMS[library]],
    ['a certificate and its key in two files', certificateAndKey, ALGORITHMS[library]],
    ['a bare private key with the certificate’s thumbprint', bareKey, 'RS256'],
  ])('passes with %s', async (_what, credential, assertionAlgorithm) => {
    const { target, ended, tokenRequest } = await verify([...credential(), '--library', library]);
    expectMachine(target, ended, library);
    expect(tokenRequest).toMatchObject({ clientAuthentication: 'private_key_jwt', assertionAlgorithm });
    expectUnseen(ended, registered.secret);
  });

  it('passes with a federated token from a file', async () => {
    const assertion = await platform.issue();
    const { target, ended, tokenRequest } = await verify([
      '--assertion-file',
      platform.file,
      '--library',
      library,
    ]);
    expectMachine(target, ended, library);
    expect(tokenRequest?.clientAuthentication).toBe('federated');
    expectUnseen(ended, assertion);
  });

  it.each([
    ['a certificate nobody uploaded', () => ['--certificate', stranger.both], {}, 700_027],
    [
      'a key under the thumbprint of another',
      () => ['--private-key', stranger.privateKey, '--key-id', registered.thumbprint],
      {},
      700_027,
    ],
    ['a bare key without a key id', () => ['--private-key', registered.privateKey], {}, 5_002_723],
    [
      'a federated token for another subject',
      () => ['--assertion-file', platform.file],
      { sub: 'system:serviceaccount:default:gate' },
      700_213,
    ],
    [
      'a federated token of another issuer',
      () => ['--assertion-file', platform.file],
      { iss: 'https://other.platform.example' },
      700_211,
    ],
    [
      'a federated token that has expired',
      () => ['--assertion-file', platform.file],
      { nbf: 1_700_000_000, iat: 1_700_000_000, exp: 1_700_003_600 },
      700_024,
    ],
  ])('says which credential the service refused: %s', async (_what, credential, claims, aadsts) => {
    await platform.issue(claims);
    const { target, ended } = await verify([...credential(), '--library', library]);
    expect(ended.code).toBe(1);
    expect(target.flows[0]?.error).toMatchObject({ class: 'auth', provider: { aadsts } });
    expect(target.findings[0]?.aadsts).toBe(aadsts);
  });
});

describe('a certificate without its key', () => {
  it('is refused before anything is sent, with the whole hint and no word about who may read it', async () => {
    const before = world.entra.requests().length;
    const { code, stderr } = await runVerify(['--certificate', registered.certificate]);
    expect(code).toBe(2);
    expect(stderr).toContain('--private-key');
    expect(stderr).not.toContain('redacted');
    expect(stderr).not.toContain('can be read by other users');
    expect(world.entra.requests().length).toBe(before);
  });
});

describe('a credential that the environment names', () => {
  it('is a certificate in AZURE_CLIENT_CERTIFICATE_PATH', async () => {
    const { target, ended, tokenRequest } = await verify([], {
      AZURE_CLIENT_CERTIFICATE_PATH: registered.both,
    });
    expectMachine(target, ended, 'msal');
    expect(tokenRequest?.assertionAlgorithm).toBe('PS256');
  });

  it('is a federated token in AZURE_FEDERATED_TOKEN_FILE', async () => {
    await platform.issue();
    const { target, ended, tokenRequest } = await verify([], { AZURE_FEDERATED_TOKEN_FILE: platform.file });
    expectMachine(target, ended, 'msal');
    expect(tokenRequest?.clientAuthentication).toBe('federated');
  });
});

describe('verify with the managed identity of the machine it runs on', () => {
  const identity = () => world.entra.directory.managedIdentities[0]?.clientId ?? '';
  const host = () => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: world.entra.managedIdentityEndpoint });

  it.each([
    ['the one it has', () => ['--managed-identity']],
    ['the one that is named', () => ['--managed-identity', identity()]],
  ])('passes with %s', async (_what, credential) => {
    const { target, ended, tokenRequest } = await verify(credential(), host(), { named: false });
    expectMachine(target, ended, 'msal');
    expect(target.flows[0]?.token?.claims).toMatchObject({ azp: identity(), azpacr: '2' });
    expect(tokenRequest).toBeUndefined();
  });

  it('says that this machine has no such service', async () => {
    const nowhere = { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:1' };
    const { target, ended } = await verify(['--managed-identity'], nowhere, { named: false });
    expect(ended.code).toBe(4);
    expect(target.findings[0]?.cause).toContain('managed identity service of this machine cannot be reached');
    expect(target.findings[0]?.fix).toContain('Only Azure hosts');
  });

  it('says so when the machine does not have that one', async () => {
    const nobody = '11111111-2222-3333-4444-555555555555';
    const { target, ended } = await verify(['--managed-identity', nobody], host(), { named: false });
    expect(ended.code).toBe(1);
    expect(target.flows[0]?.error).toMatchObject({ provider: { status: 404 } });
  });
});

interface Verified {
  readonly ended: Ended;
  readonly target: TargetReport;
  /** The flow's own request to the token endpoint: the first one of the run, because checks ask there later. */
  readonly tokenRequest: RecordedRequest | undefined;
}

/** `verify` in a process of its own against the world of this one. */
async function verify(
  credential: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { named = true } = {},
): Promise<Verified> {
  const before = world.entra.requests().length;
  const ended = await runVerify(credential, env, named);
  const report = JSON.parse(ended.stdout || '{}') as Partial<Report>;
  const [target] = report.targets ?? [];
  if (target === undefined) throw new Error(`no report, but: ${ended.stderr}`);
  const requests = world.entra.requests().slice(before);
  return { ended, target, tokenRequest: requests.find(({ path }) => path.endsWith('/token')) };
}

function runVerify(
  credential: readonly string[],
  env: Readonly<Record<string, string>> = {},
  named = true,
): Promise<Ended> {
  const { entra, calculator, healthy: settings } = world;
  return runCli(
    [
      'verify',
      calculator.url,
      '--tenant',
      entra.tenantId,
      '--authority',
      entra.authority,
      '--audience',
      settings.audience,
      '--ca',
      caFile,
      '--format',
      'json',
      '--flow',
      'client_credentials',
      ...(named ? ['--client-id', settings.machine.clientId] : []),
      ...credential,
    ],
    { cwd: folder, env },
  );
}

function expectMachine(target: TargetReport, ended: Ended, library: string): void {
  expect(target.findings).toEqual([]);
  const [flow] = target.flows;
  expect(flow).toMatchObject({
    library,
    error: null,
    verdict: 'pass',
    token: { appOnly: true, roles: ROLES, scp: [], signature: 'verified', claims: { azpacr: '2' } },
  });
  expect(flow?.sessions.flatMap(({ calls }) => calls.map(({ tool, result }) => [tool, result]))).toEqual(
    expect.arrayContaining([
      ['add', 3],
      ['subtract', 2],
    ]),
  );
  expect(ended.code).toBe(0);
}

function expectUnseen(ended: Ended, secret: string): void {
  expect(secret.length).toBeGreaterThanOrEqual(40);
  expect(ended.stdout + ended.stderr).not.toContain(secret);
}
