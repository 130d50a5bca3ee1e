import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { whileUnfinished } from './unfinished.ts';

/**
 * Writes the whole text, or leaves what was there: the text goes into a file beside, which then takes the place of
 * the old one. What a symbolic link leads to is replaced, not the link. Devices, pipes and files that cannot be
 * replaced (a folder that may not be written to, a mount of the file alone) are written into as they are.
 * @throws the error of the file system
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const place = await replaceable(file);
  if (place === undefined) return await writeFile(file, text);
  const beside = path.join(path.dirname(place.file), `.mcp-authcheck-${randomUUID()}.tmp`);
  try {
    await whileUnfinished(beside, async () => {
      // Made at once and never again: a write that is still on its way when the process ends must not bring it back.
      closeSync(openSync(beside, 'wx'));
      await writeFile(beside, text, { flag: 'r+' });
      if (place.mode !== undefined) await chmod(beside, place.mode);
      await rename(beside, place.file);
    });
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    if (!isInTheWay(error)) throw error;
    await writeFile(file, text);
  }
}

/** A file of its own, there or not yet; undefined: it has to be written into as it is. */
async function replaceable(
  file: string,
): Promise<{ readonly file: string; readonly mode?: number } | undefined> {
  const link = await lstat(file).catch(() => undefined);
  if (link === undefined) return isSystems(file) ? undefined : { file };
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || isSystems(file) || isSystems(real)) return undefined;
  const there = await stat(real);
  return there.isFile() && there.nlink === 1 ? { file: real, mode: there.mode & 0o777 } : undefined;
}

/** `/dev/stdout` may lead to a file that somebody else holds open. */
function isSystems(file: string): boolean {
  return /^\/(dev|proc)\//.test(file);
}

/** The file beside could not be made or moved, which says nothing of the file itself. */
function isInTheWay(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EPERM' || code === 'EBUSY' || code === 'EXDEV' || code === 'EROFS';
}
