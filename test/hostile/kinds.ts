import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createClientCertificate } from '../fixtures/entra/certificate.ts';
import { runCli } from '../support/run-cli.ts';
import type { Deployment } from './deployment.ts';
import type { Scene } from './row.ts';

/** Starts a command of the program against a deployment with one kind of credential. */
export type Kind = (
  scene: Scene,
  all: Deployment,
) => Promise<{ readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> }>;

/** `--claims`, because nothing but a bare token on stdout may show one. */
const SHOWN = ['--claims', '--format', 'json'];

function asking(all: Deployment, flow: string, ...further: readonly string[]): readonly string[] {
  const client = ['--client-id', 'client-of-this-row'];
  return ['token', all.endpoint, '--issuer', all.issuer, ...client, '--flow', flow, ...SHOWN, ...further];
}

function bySecret(method: string): Kind {
  return async (scene, all) => ({
    argv: asking(all, 'client_credentials', '--client-auth', method),
    env: { CLIENT_SECRET: scene.secrets.client },
  });
}

/** A machine with a secret, which travels in the header. */
export const machine: Kind = bySecret('client_secret_basic');

/** A machine with a secret, and no issuer that anybody pinned. */
export const unpinnedMachine: Kind = async (scene, all) => {
  const { argv, env } = await machine(scene, all);
  return { argv: argv.filter((word) => word !== '--issuer' && word !== all.issuer), env };
};

const privateKeyJwt: Kind = async (scene, all) => {
  const { privateKeyPem } = await createClientCertificate();
  const file = await kept(scene, 'client.key', privateKeyPem);
  return { argv: asking(all, 'client_credentials', '--private-key', file), env: {} };
};

const certificate: Kind = async (scene, all) => {
  const { pem, privateKeyPem } = await createClientCertificate();
  const file = await kept(scene, 'client.pem', `${pem}\n${privateKeyPem}`);
  return { argv: asking(all, 'client_credentials', '--certificate', file), env: {} };
};

const federated: Kind = async (scene, all) => {
  const file = await kept(scene, 'identity-token', assertion(scene));
  return { argv: asking(all, 'client_credentials', '--assertion-file', file), env: {} };
};

const assertionGrant: Kind = async (scene, all) => {
  const file = await kept(scene, 'assertion', assertion(scene));
  return { argv: asking(all, 'jwt_bearer', '--assertion-file', file), env: {} };
};

/** Somebody who signs in with a browser; here it is a program that goes where it is sent. */
export const person: Kind = async (scene, all) => ({
  argv: asking(all, 'authorization_code', '--browser', await browser(scene)),
  env: {},
});

/** Somebody who enters a code on another device. */
export const device: Kind = async (_scene, all) => ({
  argv: asking(all, 'device_code', '--no-browser'),
  env: {},
});

/** Somebody who signed in while the deployment was honest, and whose refresh token is kept. */
export const keptLogin: Kind = async (scene, all) => {
  const env = await signedIn(scene, all);
  return { argv: asking(all, 'authorization_code', '--no-browser'), env };
};

/** The same person, who now wants that login forgotten. */
export const logout: Kind = async (scene, all) => {
  const env = await signedIn(scene, all);
  const client = ['--client-id', 'client-of-this-row'];
  return { argv: ['logout', all.endpoint, '--issuer', all.issuer, ...client, '--format', 'json'], env };
};

/** A machine that opens a session with its token. */
export const session: Kind = async (scene, all) => ({
  argv: ['tools', all.endpoint, '--issuer', all.issuer, '--client-id', 'client-of-this-row'].concat([
    '--flow',
    'client_credentials',
    '--protocol',
    '2025-11-25',
    '--format',
    'json',
  ]),
  env: { CLIENT_SECRET: scene.secrets.client },
});

/** The acceptance gate of a machine, with these checks only. */
export function verification(...checks: readonly string[]): Kind {
  return async (scene, all) => {
    const { argv, env } = await session(scene, all);
    return { argv: ['verify', ...argv.slice(1), '--checks', checks.join(',')], env };
  };
}

/** Every credential that the program can send to an authorization server. */
export const kinds: Readonly<Record<string, Kind>> = {
  'secret-header': machine,
  'secret-body': bySecret('client_secret_post'),
  'private-key-jwt': privateKeyJwt,
  certificate,
  'federated-assertion': federated,
  'assertion-grant': assertionGrant,
  'refresh-token': keptLogin,
  'authorization-code': person,
  'device-code': device,
};

async function signedIn(scene: Scene, all: Deployment): Promise<Readonly<Record<string, string>>> {
  const state = path.join(scene.folder, 'state');
  await mkdir(state, { mode: 0o700 });
  const env = { XDG_STATE_HOME: state };
  all.isTwisted = false;
  const client = ['--client-id', 'client-of-this-row', '--browser', await browser(scene)];
  const ended = await runCli(['login', all.endpoint, '--issuer', all.issuer, ...client], {
    env,
    cwd: scene.folder,
  });
  if (ended.code !== 0) throw new Error(`the honest sign-in ended with ${ended.code}: ${ended.stderr}`);
  all.isTwisted = true;
  all.untwisted = all.asked.length;
  return env;
}

async function browser(scene: Scene): Promise<string> {
  const file = path.join(scene.folder, 'browser');
  await writeFile(file, `#!${process.execPath}\nvoid fetch(process.argv[2]);\n`, { mode: 0o700 });
  return file;
}

async function kept(scene: Scene, name: string, text: string): Promise<string> {
  const file = path.join(scene.folder, name);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

/** Looks like a signed assertion, and carries the row's canary where the signature would be. */
function assertion({ secrets }: Scene): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: 'https://platform.example', sub: 'job', aud: 'anybody', iat: now, exp: now + 600 };
  return [part({ alg: 'RS256' }), part(claims), Buffer.from(secrets.client).toString('base64url')].join('.');
}
