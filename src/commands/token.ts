import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions, addTokenStoreOption } from './target-options.ts';

export interface TokenFlags extends CommonFlags {
  readonly claims?: boolean;
}

export const tokenCommand: DefineCommand = (io, done) =>
  addTokenStoreOption(
    addTargetOptions(
      new Command('token')
        .description('Get an access token by one flow and print it, alone, on stdout.')
        .argument('[target]', 'URL, or name in the configuration file'),
    ),
  )
    .option('--claims', 'print the decoded token as JSON instead')
    .option('--format <kind>', 'with json, errors end in one JSON line on stderr', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: TokenFlags) => {
      const { token } = await import('./token-run.ts');
      done(await token(io, flags, target));
    });

const EXAMPLES = `Examples:
  mcp-authcheck token calculator --flow client_credentials
  mcp-authcheck token https://calculator.example.com/mcp --tenant $TENANT_ID --audience $OAUTH_AUDIENCE --claims`;
