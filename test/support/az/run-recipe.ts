import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Io } from '../../../src/commands/io.ts';
import type { SetupFlags } from '../../../src/commands/setup.ts';
import { setup } from '../../../src/commands/setup-run.ts';

/** The flags as commander fills them in. */
export function setupFlags(flags: Partial<SetupFlags> = {}): SetupFlags {
  return { format: 'shell', name: 'Calculator', ...flags };
}

/** What `setup entra` prints. */
export function printed(flags: Partial<SetupFlags> = {}): string {
  let text = '';
  const out = (more: string): void => {
    text += more;
  };
  setup({ out } as Partial<Io> as Io, setupFlags(flags), 'entra');
  return text;
}

/** A home of its own for a run. */
export async function home(folder: string): Promise<string> {
  const made = path.join(folder, 'home');
  await mkdir(made, { recursive: true });
  return made;
}
