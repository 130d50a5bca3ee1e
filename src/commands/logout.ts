import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions } from './target-options.ts';

export const logoutCommand: DefineCommand = (io, done) =>
  addTargetOptions(
    new Command('logout')
      .description('Forget the login of a target, and revoke it where the authorization server can.')
      .argument('[target]', 'URL, or name in the configuration file'),
  )
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: CommonFlags) => {
      const { logout } = await import('./logout-run.ts');
      done(await logout(io, flags, target));
    });

const EXAMPLES = `Examples:
  mcp-authcheck logout calculator
  mcp-authcheck logout https://calculator.example.com/mcp --tenant $TENANT_ID --client-id $CLIENT_ID`;
