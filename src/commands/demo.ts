import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export interface DemoFlags {
  readonly fault?: string;
  readonly listFaults?: boolean;
  readonly format: string;
  readonly gateway?: boolean;
}

export const demoCommand: DefineCommand = (io, done) =>
  new Command('demo')
    .description(
      'See it work, with no account and no network: an embedded Entra ID and a calculator MCP server.',
    )
    .option('--fault <name>', 'break the world in one named way, to see what a red gate looks like')
    .option('--list-faults', 'name the ways')
    .option('--format <kind>', 'pretty, json or jsonl', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DemoFlags) => {
      const { demo, listFaults } = await import('./demo-run.ts');
      done(flags.listFaults === true ? listFaults(io, flags) : await demo(io, flags));
    });

const EXAMPLES = `Examples:
  mcp-authcheck demo
  mcp-authcheck demo --fault secret-id-instead-of-value`;
