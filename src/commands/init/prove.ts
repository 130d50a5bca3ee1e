import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuthcheckError, UsageError } from '../../errors.ts';
import { createVault } from '../../http/index.ts';
import { loadTargets } from '../config/index.ts';
import { type Plan, referenceIn } from './plan.ts';

/**
 * Loads the text as `verify` will, before it is written. Secrets that are not there yet are no problem.
 * @throws UsageError for whatever else the loader finds wrong, with the line it would stand in
 */
export async function prove(
  plan: Plan,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-init-')).catch(noRoom);
  try {
    await writeFile(path.join(folder, 'mcp-authcheck.yaml'), text).catch(noRoom);
    await loadTargets({
      flags: {},
      environment: { ...placeholders(plan), ...set(environment) },
      cwd: folder,
      vault: createVault(),
      readStdin: () => Promise.resolve(''),
      targets: [],
    });
  } catch (error) {
    if (!(error instanceof AuthcheckError) || !error.code.startsWith('credential.')) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function noRoom(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  throw new UsageError(
    'usage.file_not_writable',
    `The file cannot be tried out in the temporary folder ${tmpdir()}${code}. Nothing was written.`,
    { cause, hint: 'Make room there, or name another folder with the environment variable TMPDIR.' },
  );
}

/** Something of the right form for every reference: ids are GUIDs at Entra ID, the only one that has a form for them. */
function placeholders({ tenant, audience, flows }: Plan): Readonly<Record<string, string>> {
  const named = [tenant, audience, ...flows.map(({ clientId }) => clientId)].flatMap((text) =>
    text === undefined ? [] : (referenceIn(text) ?? []),
  );
  return {
    ...Object.fromEntries(named.map((name, index) => [name, `1a2b3c4d-0000-4000-8000-00000000000${index}`])),
    ...Object.fromEntries(
      flows.flatMap(({ proof }) =>
        proof?.kind === 'secret' && 'env' in proof.place ? [[proof.place.env, 'a placeholder']] : [],
      ),
    ),
  };
}

function set(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}
