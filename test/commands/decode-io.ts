import { tmpdir } from 'node:os';
import type { DecodeFlags } from '../../src/commands/decode.ts';
import { decode } from '../../src/commands/decode-run.ts';
import type { Io } from '../../src/commands/io.ts';
import { createVault } from '../../src/http/vault.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
}

/** Decodes as the command does. What it rejects with also holds what was printed before. */
export async function decoded(
  stdin: string,
  flags: Partial<DecodeFlags> = {},
  file?: string,
): Promise<Outcome> {
  const vault = createVault();
  let out = '';
  const io: Io = {
    vault,
    out: (text) => {
      out += vault.redact(text);
    },
    reveal: () => undefined,
    err: () => undefined,
    showUrl: () => undefined,
    environment: {},
    cwd: tmpdir(),
    readStdin: async () => stdin,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
    now: Date.now,
    signal: new AbortController().signal,
    personPresent: false,
  };
  try {
    return { code: await decode(io, { format: 'pretty', ...flags }, file), out };
  } catch (error) {
    throw Object.assign(error as Error, { out });
  }
}
