import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

export interface Compiled<T> {
  readonly exports: T;
  /** Keeps what was compiled for the next run of the same kind. Never throws. */
  readonly keep: () => void;
}

interface WithCompileCache {
  readonly enableCompileCache?: (directory: string) => unknown;
}

/**
 * Loads a bundled CommonJS file, with V8's compiled code of an earlier run where there is some: compiling is
 * a good part of what a short run costs. Node does it by itself from 22.1 on. `kind`: runs of different kinds
 * compile different functions. The cache is code that will be run, so it lies in a folder that nobody but the
 * user can write to, and never in a shared temporary one; without such a folder the program is only slower.
 */
export function loadCompiled<T>(url: URL, kind: string, environment = process.env): Compiled<T> {
  const file = fileURLToPath(url);
  const require = nodeModule.createRequire(file);
  const directory = privateFolder(cacheHome(environment));
  const { enableCompileCache } = nodeModule as WithCompileCache;
  if (directory === undefined || enableCompileCache !== undefined) {
    if (directory !== undefined) enableCompileCache?.(directory);
    return { exports: require(file) as T, keep: () => undefined };
  }
  // The file's name has a hash of its contents in it: V8 itself compares little more than the length.
  const tag = cachedDataVersionTag();
  const cache = path.join(directory, `${path.basename(file)}-${tag}-${kind}`);
  const cachedData = contentsOf(cache);
  // The bundle is ASCII, as its build sees to: nothing has to be decoded.
  const code = readFileSync(file, 'latin1');
  const source = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
  const script = new Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  const isUsed = cachedData !== undefined && script.cachedDataRejected === false;
  return {
    exports: module.exports as T,
    keep: () => {
      // After a change of V8's flags the code would fit no run that begins without it.
      if (!isUsed && cachedDataVersionTag() === tag) replace(cache, script);
    },
  };
}

/**
 * The user's folder for such files; undefined for a user without a home directory (a container may run as one), and for a
 * relative one: code from the working directory is somebody else's.
 */
function cacheHome({ XDG_CACHE_HOME }: NodeJS.ProcessEnv): string | undefined {
  try {
    const folder = XDG_CACHE_HOME || path.join(homedir(), '.cache');
    return path.isAbsolute(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function privateFolder(parent: string | undefined): string | undefined {
  if (parent === undefined) return undefined;
  const directory = path.join(parent, 'mcp-authcheck');
  try {
    makeFolders(directory);
    const status = lstatSync(directory);
    const isOurs =
      process.getuid === undefined || (status.uid === process.getuid() && (status.mode & 0o022) === 0);
    return status.isDirectory() && isOurs ? directory : undefined;
  } catch {
    return undefined;
  }
}

/** Node's recursive mkdir never ends below a folder that takes none and says ENOENT: /proc, an automounter's. */
function makeFolders(directory: string): void {
  if (isMade(directory)) return;
  makeFolders(path.dirname(directory));
  if (!isMade(directory)) throw new Error(`${directory} cannot be made`);
}

/** False: what is above it is missing. */
function isMade(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return true;
    if (code === 'ENOENT' && path.dirname(directory) !== directory) return false;
    throw error;
  }
}

/** Undefined also for a file that a full or failing disk has spoilt: V8 would believe it, and crash. */
function contentsOf(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(0, -CHECKSUM_BYTES);
    return crc32(code) === bytes.readUInt32LE(code.length) ? code : undefined;
  } catch {
    return undefined;
  }
}

const CHECKSUM_BYTES = 4;

function checksum(code: Buffer): Buffer {
  const bytes = Buffer.alloc(CHECKSUM_BYTES);
  bytes.writeUInt32LE(crc32(code));
  return bytes;
}

/** Other programs of the user may run meanwhile: the file appears whole. What nobody renewed for long goes. */
function replace(cache: string, script: Script): void {
  const draft = `${cache}.${process.pid}`;
  try {
    const code = script.createCachedData();
    writeFileSync(draft, Buffer.concat([code, checksum(code)]), { mode: 0o600 });
    renameSync(draft, cache);
    const folder = path.dirname(cache);
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      if (name.startsWith('program-') && statSync(file).mtimeMs < Date.now() - KEPT_MS) rmSync(file);
    }
  } catch {
    // Only slower; and what was written has to make room.
    try {
      rmSync(draft, { force: true });
    } catch {
      // It goes with the old ones.
    }
  }
}

const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
