import type { Asker } from '../../src/commands/init/asker.ts';
import type { InitFlags } from '../../src/commands/init/flags.ts';
import { init } from '../../src/commands/init-run.ts';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';
import { createVault } from '../../src/http/vault.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Listening {
  readonly io: Io;
  readonly ended: (code: number) => Ended;
}

function listening(cwd: string, environment: Io['environment']): Listening {
  const text = { stdout: '', stderr: '' };
  const vault = createVault();
  return {
    io: {
      vault,
      out: (more) => {
        text.stdout += vault.redact(more);
      },
      err: (more) => {
        text.stderr += vault.redact(more);
      },
      reveal: () => undefined,
      showUrl: () => undefined,
      environment,
      cwd,
      readStdin: () => Promise.resolve(''),
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      width: 100,
      now: Date.now,
      signal: new AbortController().signal,
      personPresent: false,
    },
    ended: (code) => ({ code, ...text }),
  };
}

/** `mcp-authcheck init` with these flags, where no terminal is. */
export async function typed(cwd: string, ...argv: readonly (readonly string[])[]): Promise<Ended> {
  const { io, ended } = listening(cwd, {});
  return ended(await main(['init', ...argv.flat()], io));
}

/** `mcp-authcheck init` where somebody answers. What it throws is thrown. */
export async function answering(
  cwd: string,
  asker: Asker,
  flags: Partial<InitFlags> = {},
  url?: string,
): Promise<Ended> {
  const { io, ended } = listening(cwd, {});
  return ended(await init(io, { out: 'mcp-authcheck.yaml', ...flags }, url, asker));
}
