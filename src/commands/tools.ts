import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions, addTokenStoreOption } from './target-options.ts';

export const toolsCommand: DefineCommand = (io, done) =>
  addTokenStoreOption(
    addTargetOptions(
      new Command('tools')
        .description('List the tools of an MCP endpoint, with a token got by one flow.')
        .argument('[target]', 'URL, or name in the configuration file'),
    ),
  )
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: CommonFlags) => {
      const { tools } = await import('./tools-run.ts');
      done(await tools(io, flags, target));
    });

const EXAMPLES = `Examples:
  mcp-authcheck tools calculator
  mcp-authcheck tools https://calculator.example.com/mcp --flow bearer --token-env TOKEN --format json`;
