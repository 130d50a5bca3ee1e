import { tmpdir } from 'node:os';
import type { World } from '../../../fixtures/world.ts';
import { exportScript } from '../../../src/commands/export/run.ts';
import type { ExportFlags } from '../../../src/commands/export.ts';
import type { Io } from '../../../src/commands/io.ts';
import { createVault } from '../../../src/http/vault.ts';

export interface Exported {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The machine's settings in a world, as a user has them in the environment. */
export async function environmentOf(world: World): Promise<Readonly<Record<string, string>>> {
  const machine = { ...world.healthy.machine, ...world.settings.machine };
  return {
    TENANT_ID: world.entra.tenantId,
    AZURE_AUTHORITY_HOST: world.entra.authority,
    OAUTH_AUDIENCE: world.settings.audience ?? '',
    CLIENT_ID: machine.clientId ?? '',
    CLIENT_SECRET: machine.clientSecret ?? '',
    NODE_EXTRA_CA_CERTS: await world.caFile(),
  };
}

/** `mcp-authcheck export ENGINE TARGET` in this process. */
export async function exported(
  engine: string,
  target: string,
  environment: Readonly<Record<string, string>>,
  flags: ExportFlags = {},
  cwd: string = tmpdir(),
): Promise<Exported> {
  const vault = createVault();
  const printed = { out: '', err: '' };
  const io: Io = {
    vault,
    out: (text) => {
      printed.out += vault.redact(text);
    },
    reveal: () => undefined,
    err: (text) => {
      printed.err += vault.redact(text);
    },
    showUrl: () => undefined,
    environment,
    cwd,
    readStdin: async () => '',
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
    now: Date.now,
    signal: new AbortController().signal,
    personPresent: false,
  };
  const code = await exportScript(io, flags, engine, target);
  return { code, ...printed };
}
