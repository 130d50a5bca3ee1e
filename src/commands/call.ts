import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions, addTokenStoreOption } from './target-options.ts';

export const callCommand: DefineCommand = (io, done) =>
  addTokenStoreOption(
    addTargetOptions(
      new Command('call')
        .description('Call one tool of an MCP endpoint, with a token got by one flow.')
        .argument('<target>', 'URL, or name in the configuration file')
        .argument('<tool>')
        .argument('[arguments...]', 'key=value pairs, or one JSON object'),
    ),
  )
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string, tool: string, args: string[], flags: CommonFlags) => {
      const { call } = await import('./call-run.ts');
      done(await call(io, flags, target, tool, args));
    });

const EXAMPLES = `Examples:
  mcp-authcheck call calculator add a=1 b=2
  mcp-authcheck call https://calculator.example.com/mcp subtract '{"a":5,"b":3}' --format json`;
