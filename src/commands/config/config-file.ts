import { access } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Config } from './config-schema.ts';
import { type ConfigDocument, parseDocument } from './document.ts';
import type { Inputs } from './inputs.ts';
import { interpolate } from './interpolate.ts';
import { readLimited } from './read-limited.ts';

export interface LoadedConfig {
  readonly config: Config;
  readonly document: ConfigDocument;
  /** Absolute path; relative paths inside the file start from its folder. */
  readonly path: string;
}

const NAMES = ['mcp-authcheck.yaml', 'mcp-authcheck.yml', 'mcp-authcheck.json', 'mcp-authcheck.jsonc'];
const MAX_BYTES = 1024 * 1024;

/**
 * The configuration file: the one named, else the one in the working directory, else undefined.
 * @throws UsageError `config.*`: unreadable, malformed, two of them, a missing variable, a wrong shape.
 */
export async function loadConfig(inputs: Inputs): Promise<LoadedConfig | undefined> {
  const file = inputs.configFile ?? (await findConfig(inputs.cwd));
  if (file === undefined) return undefined;
  const where = inputs.configFile === undefined ? 'configuration file' : '--config';
  const read = await readLimited(file, inputs.cwd, { code: 'config.unreadable', where, maxBytes: MAX_BYTES });
  const document = await parseDocument(shown(read.path, inputs.cwd), read.text);
  if (document.value === undefined || document.value === null) {
    throw new UsageError('config.empty', `${document.file}: the file is empty.`, {
      hint: 'Write at least targets with one name and its url; the README has an example.',
    });
  }
  const { shaped } = await import('./shape.ts');
  return { config: shaped(document)(interpolate(document, inputs.environment)), document, path: read.path };
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

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') || short === '' ? path : short;
}
