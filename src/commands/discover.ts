import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions } from './target-options.ts';

export const discoverCommand: DefineCommand = (io, done) =>
  addTargetOptions(
    new Command('discover')
      .description('Show everything an MCP endpoint says of itself without a token.')
      .argument('[target]', 'URL, or name in the configuration file'),
  )
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: CommonFlags) => {
      const { discoverTarget } = await import('./discover-run.ts');
      done(await discoverTarget(io, flags, target));
    });

const EXAMPLES = `Examples:
  mcp-authcheck discover https://calculator.example.com/mcp
  mcp-authcheck discover calculator --format json`;
