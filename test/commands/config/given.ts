import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Inputs } from '../../../src/commands/config/index.ts';
import { loadTargets, printedConfig } from '../../../src/commands/config/index.ts';
import { AuthcheckError, type UsageError } from '../../../src/errors.ts';
import { Secret, type Vault } from '../../../src/secret.ts';
import type { Credential, FlowRequest, Target } from '../../../src/types.ts';

export const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
export const API = '11112222-bbbb-3333-cccc-4444dddd5555';
export const CLIENT = '00001111-aaaa-2222-bbbb-3333cccc4444';
export const URL_OF_ENDPOINT = 'https://calculator.example.com/mcp';

export interface Given extends Partial<Omit<Inputs, 'vault' | 'environment'>> {
  readonly environment?: Inputs['environment'];
  readonly stdin?: string;
}

export interface Loaded {
  readonly targets: readonly Target[];
  readonly warnings: readonly string[];
  /** Every value that was put into the vault. */
  readonly kept: readonly string[];
}

export async function load(given: Given): Promise<Loaded> {
  const { inputs, warnings, kept } = inputsOf(given);
  return { targets: await loadTargets(inputs), warnings, kept };
}

/** What `--print-config` prints. */
export async function printedOf(given: Given): Promise<string> {
  return await printedConfig(inputsOf(given).inputs);
}

function inputsOf(given: Given): { inputs: Inputs; warnings: string[]; kept: string[] } {
  const kept: string[] = [];
  const warnings: string[] = [];
  const vault: Vault = {
    keep: (value) => {
      kept.push(value);
      return new Secret(value);
    },
    redact: (text) => text,
  };
  const { stdin, ...rest } = given;
  const inputs: Inputs = {
    flags: {},
    environment: {},
    cwd: tmpdir(),
    vault,
    readStdin: () => Promise.resolve(stdin ?? ''),
    targets: [URL_OF_ENDPOINT],
    warn: (message) => warnings.push(message),
    ...rest,
  };
  return { inputs, warnings, kept };
}

/** The one target that comes of it. */
export async function target(given: Given): Promise<Target> {
  const { targets } = await load(given);
  const [first, second] = targets;
  if (first === undefined || second !== undefined) throw new Error(`${targets.length} targets`);
  return first;
}

/** The one flow of the one target. */
export async function flow(given: Given): Promise<FlowRequest> {
  const [first, second] = (await target(given)).flows;
  if (first === undefined || second !== undefined) throw new Error('not one flow');
  return first;
}

/** The error that it ends with. */
export async function refusal(given: Given): Promise<UsageError> {
  try {
    await load(given);
  } catch (error) {
    if (error instanceof AuthcheckError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

export function secretOf(credential: Credential | undefined): string {
  if (credential?.kind === 'secret') return credential.secret.reveal();
  if (credential?.kind === 'token') return credential.token.reveal();
  throw new Error(`no secret: ${credential?.kind}`);
}

/** A folder with these files; `dispose` removes it. */
export async function folder(
  files: Readonly<Record<string, string | Buffer>>,
): Promise<{ readonly path: string; readonly dispose: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mcp-authcheck-config-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content, { mode: 0o600 });
  }
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}
