import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions, addTokenStoreOption, collect } from './target-options.ts';

export interface ExportFlags extends CommonFlags {
  readonly out?: string;
}

export const exportCommand: DefineCommand = (io, done) =>
  addTokenStoreOption(
    addTargetOptions(
      new Command('export')
        .description('Write a load test of a target for k6 or Artillery.')
        .argument('<engine>', 'k6 or artillery')
        .argument('[target]', 'URL, or name in the configuration file'),
    ),
  )
    .option(
      '--call <call>',
      "'TOOL ARGS => RESULT': called under load, with that result (repeatable)",
      collect,
    )
    .option('--expect-tool <name>', 'the tool must be listed (repeatable)', collect)
    .option('--out <file>', 'write the script to this file (default: standard output)')
    .addHelpText('after', EXAMPLES)
    .action(async (engine: string, target: string | undefined, flags: ExportFlags) => {
      const { exportScript } = await import('./export/run.ts');
      done(await exportScript(io, flags, engine, target));
    });

const EXAMPLES = `Examples:
  mcp-authcheck export k6 https://calculator.example.com/mcp --tenant $TENANT_ID --audience $OAUTH_AUDIENCE > load.js
  mcp-authcheck export artillery calculator --out load.ts`;
