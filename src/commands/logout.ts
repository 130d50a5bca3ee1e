import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions, addTokenStoreOption } from './target-options.ts';

export interface LogoutFlags extends CommonFlags {
  readonly all?: boolean;
}

export const logoutCommand: DefineCommand = (io, done) =>
  addTokenStoreOption(
    addTargetOptions(
      new Command('logout')
        .description('Forget the login of a target, and revoke it where the authorization server can.')
        .argument('[target]', 'URL, or name in the configuration file'),
    ),
  )
    .option('--all', 'every login that is kept, whatever its target')
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: LogoutFlags) => {
      if (flags.all !== true) return done(await (await import('./logout-run.ts')).logout(io, flags, target));
      if (target !== undefined) {
        throw new UsageError('usage.logout_all', '--all is for every login: it goes without a target.', {
          hint: 'Leave out one of the two.',
        });
      }
      done(await (await import('./logout-all-run.ts')).logoutAll(io, flags));
    });

const EXAMPLES = `Examples:
  mcp-authcheck logout calculator
  mcp-authcheck logout https://calculator.example.com/mcp --tenant $TENANT_ID --client-id $CLIENT_ID`;
