import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export interface ServeFlags {
  readonly fault?: string;
  readonly port?: string;
  readonly entraPort?: string;
}

export const serveCommand: DefineCommand = (io, done) =>
  new Command('serve')
    .description('Keep the embedded Entra ID, the calculator and a gateway running for other programs.')
    .option('--fault <name>', 'break the world in one named way (demo --list-faults names them)')
    .option('--port <number>', 'port of the calculator (default: a free one)')
    .option('--entra-port <number>', 'port of the stand-in (default: a free one)')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ServeFlags) => {
      const { serve } = await import('./serve-run.ts');
      done(await serve(io, flags));
    });

const EXAMPLES = `When ready it prints one line of JSON on stdout: URLs, tenant, client ids, secrets and the CA file.

Examples:
  mcp-authcheck serve
  mcp-authcheck serve --fault token-version-1 --port 3000`;
