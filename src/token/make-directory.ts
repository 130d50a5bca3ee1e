import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a directory, and those above it that are missing; returns the topmost that was made, as `mkdir` does.
 * Node's own recursive `mkdir` never ends where a folder is there, takes none below it and says ENOENT of that
 * (`/proc`, an automounter's), and nothing can interrupt it.
 */
export async function makeDirectory(directory: string, mode = 0o777): Promise<string | undefined> {
  const error = await tryMaking(directory, mode);
  if (error === undefined) return directory;
  const parent = path.dirname(directory);
  if (error.code === 'ENOENT' && parent !== directory) {
    const first = await makeDirectory(parent, mode);
    const again = await tryMaking(directory, mode);
    if (again === undefined) return first ?? directory;
    if (again.code !== 'EEXIST') throw again;
    return first;
  }
  const there = await stat(directory).catch(() => undefined);
  if (there?.isDirectory() !== true) throw error;
  return undefined;
}

function tryMaking(directory: string, mode: number): Promise<NodeJS.ErrnoException | undefined> {
  return mkdir(directory, { mode }).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
}
