import { access } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { configTree, type ReadSource } from './config-tree.ts';
import { parseDocument } from './document.ts';
import type { Inputs } from './inputs.ts';
import { interpolate } from './interpolate.ts';
import { readLimited } from './read-limited.ts';
import { refuseSecretVariable } from './refuse-untrusted.ts';
import type { TargetEntry } from './target-entry.ts';
import { type Trust, trustOf } from './trust.ts';

export interface LoadedConfig {
  /** The top file, as the user would recognise it. */
  readonly file: string;
  /** Every target of the file and of those it includes, by name. */
  readonly targets: ReadonlyMap<string, TargetEntry>;
  readonly trust: Trust;
}

const NAMES = ['mcp-authcheck.yaml', 'mcp-authcheck.yml', 'mcp-authcheck.json', 'mcp-authcheck.jsonc'];

/** Ten thousand targets, and room for what they expect. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * The configuration file with what it includes: the one named, else the one in the working directory, else
 * undefined.
 * @throws UsageError `config.*`: unreadable, malformed, two of them, a missing variable, a wrong shape;
 * `issuer.not_trusted*`: a secret variable where it could go anywhere.
 */
export async function loadConfig(inputs: Inputs): Promise<LoadedConfig | undefined> {
  const file = inputs.configFile ?? (await findConfig(inputs.cwd));
  if (file === undefined) return undefined;
  const trust = await trustOf(inputs);
  const read: ReadSource = async (path, where) => {
    const limits = { code: 'config.unreadable', where, maxBytes: MAX_BYTES };
    const { text } = await readLimited(path, inputs.cwd, limits);
    const document = await parseDocument(shown(path, inputs.cwd), text);
    if (document.value === undefined || document.value === null) {
      throw new UsageError('config.empty', `${document.file}: the file is empty.`, {
        hint: 'Write at least targets with one name and its url; the README has an example.',
      });
    }
    const { shaped } = await import('./shape.ts');
    const value = interpolate(document, inputs.environment, (name, at) =>
      refuseSecretVariable(name, trust, at),
    );
    return { config: shaped(document)(value), document, path, bytes: Buffer.byteLength(text) };
  };
  const where = inputs.configFile === undefined ? 'configuration file' : '--config';
  const { top, targets } = await configTree(resolve(inputs.cwd, file), where, read);
  return { file: top.document.file, targets, trust };
}

async function findConfig(cwd: string): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of NAMES) {
    if (await exists(resolve(cwd, name))) found.push(name);
  }
  if (found.length > 1) {
    throw new UsageError('config.ambiguous', `More than one configuration file: ${found.join(' and ')}.`, {
      hint: 'Name one with --config FILE.',
    });
  }
  return found[0];
}

/** A folder that may not be looked into has no file for us; a disk that fails may have one. */
async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) return false;
    throw new UsageError('config.unreadable', `Whether there is a ${path} cannot be told (${code}).`, {
      cause,
      hint: 'Try again, or name the file with --config FILE.',
    });
  }
}

function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') || short === '' ? path : short;
}
