import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from '../config/document.ts';
import type { Io } from '../io.ts';
import type { Candidate } from './answer.ts';

export interface ConfigNames {
  readonly targets: readonly Candidate[];
  readonly tags: readonly Candidate[];
}

/** Names of targets and tags of the configuration file of the line, as far as it can be read; never an error. */
export async function namesInConfig(words: readonly string[], { cwd }: Io): Promise<ConfigNames> {
  const named = configIn(words);
  for (const file of named === undefined ? FOUND : [named]) {
    const value = await read(path.resolve(cwd, file));
    if (value !== undefined) return namesOf(value);
  }
  return { targets: [], tags: [] };
}

const FOUND = ['mcp-authcheck.yaml', 'mcp-authcheck.yml', 'mcp-authcheck.json', 'mcp-authcheck.jsonc'];

function configIn(words: readonly string[]): string | undefined {
  const at = words.lastIndexOf('--config');
  const assigned = words.findLast((word) => word.startsWith('--config='))?.slice('--config='.length);
  return (at === -1 ? undefined : words[at + 1]) ?? assigned;
}

/** Longer ones take longer to read than a person waits for a name. */
const LONGEST = 1024 * 1024;

async function read(file: string): Promise<unknown> {
  try {
    const about = await stat(file);
    if (!about.isFile() || about.size > LONGEST) return undefined;
    return (await parseDocument(file, await readFile(file, 'utf8'))).value;
  } catch {
    return undefined;
  }
}

function namesOf(value: unknown): ConfigNames {
  const targets = Object.entries(membersOf(membersOf(value).targets)).filter(([name]) => NAME.test(name));
  const tags = targets.flatMap(([, target]) => {
    const { tags: own } = membersOf(target);
    return Array.isArray(own)
      ? own.filter((tag): tag is string => typeof tag === 'string' && NAME.test(tag))
      : [];
  });
  return {
    targets: targets.map(([name, target]) => {
      const { url } = membersOf(target);
      return { value: name, ...(typeof url === 'string' ? { description: url } : {}) };
    }),
    tags: tags.map((tag) => ({ value: tag })),
  };
}

/** What may be a target's name; whatever else stands there could be a flag. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u;

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
