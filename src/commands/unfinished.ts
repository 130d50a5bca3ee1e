import { closeSync, openSync, rmSync, unlinkSync } from 'node:fs';

const files = new Set<string>();

/** A second signal ends the process where it stands: what is only half written then goes with it. */
function removeAll(): void {
  for (const file of files) rmSync(file, { force: true });
}

/** Throws when this file cannot be made. No signal comes between making it and taking it away. */
export function tryMaking(file: string): void {
  closeSync(openSync(file, 'wx'));
  unlinkSync(file);
}

/** Does the work, during which the file is of no use to anybody. */
export async function whileUnfinished<T>(file: string, work: () => Promise<T>): Promise<T> {
  if (!process.listeners('exit').includes(removeAll)) process.on('exit', removeAll);
  files.add(file);
  try {
    return await work();
  } finally {
    files.delete(file);
  }
}
