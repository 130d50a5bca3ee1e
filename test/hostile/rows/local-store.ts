import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deploy } from '../deployment.ts';
import { keptLogin } from '../kinds.ts';
import type { Row, Scene } from '../row.ts';

/** What somebody did to the file with the kept logins, and how the next run must take it. */
interface Spoilt extends Pick<Row, 'does' | 'exit' | 'code' | 'says' | 'leaves'> {
  readonly spoil: (file: string, scene: Scene) => Promise<void>;
}

const UNSAFE = { exit: 2, code: 'credential.store_unsafe' };

/** It is put aside, and somebody has to sign in; here nobody does. */
const PUT_ASIDE = { exit: 8, code: 'person.timeout', says: /Log in again/, leaves: /\.damaged-[^/]+$/ };

const spoilt: Readonly<Record<string, Spoilt>> = {
  symlink: {
    does: 'a symbolic link to a file elsewhere',
    spoil: async (file, { folder }) => {
      await rename(file, path.join(folder, 'elsewhere'));
      await symlink(path.join(folder, 'elsewhere'), file);
    },
    ...UNSAFE,
  },
  'dead-link': {
    does: 'a symbolic link to nothing',
    spoil: async (file, { folder }) => {
      await rm(file);
      await symlink(path.join(folder, 'nothing'), file);
    },
    ...UNSAFE,
  },
  fifo: {
    does: 'a FIFO that nobody writes to',
    spoil: async (file) => {
      await rm(file);
      execFileSync('mkfifo', ['-m', '600', file]);
    },
    ...UNSAFE,
  },
  directory: {
    does: 'a directory',
    spoil: async (file) => {
      await rm(file);
      await mkdir(file, { mode: 0o700 });
    },
    ...UNSAFE,
  },
  'open-to-others': { does: 'readable by everybody', spoil: (file) => chmod(file, 0o644), ...UNSAFE },
  'open-folder': {
    does: 'in a folder that everybody may write to',
    spoil: (file) => chmod(path.dirname(file), 0o777),
    ...UNSAFE,
  },
  corrupt: {
    does: 'half a file',
    spoil: (file) => writeFile(file, '{"entries":[{"refresh'),
    ...PUT_ASIDE,
  },
  huge: {
    does: 'a file of 64 MiB',
    spoil: (file) => writeFile(file, Buffer.alloc(64 * 1024 * 1024, 0x20)),
    ...UNSAFE,
  },
  'other-types': {
    does: 'JSON of another shape',
    spoil: (file) => writeFile(file, '{"version":1,"entries":{"__proto__":[5]}}'),
    ...PUT_ASIDE,
  },
};

function storeRow([id, { spoil, does, ...row }]: [string, Spoilt]): Row {
  return {
    ...row,
    id: `store-${id}`,
    does: `finds in place of the kept logins: ${does}`,
    withinMs: 20_000,
    attack: async (scene) => {
      const all = await deploy(scene, {});
      const attack = await keptLogin(scene, all);
      await spoil(storeOf(scene), scene);
      return { ...attack, argv: [...attack.argv, '--timeout', '2'] };
    },
  };
}

function storeOf({ folder }: Scene): string {
  return path.join(folder, 'state', 'mcp-authcheck', 'refresh-tokens.json');
}

export const storeRows: readonly Row[] = Object.entries(spoilt).map(storeRow);
