import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addTargetOptions, addTokenStoreOption } from './target-options.ts';

export interface LoginFlags extends CommonFlags {
  readonly device?: boolean;
}

export const loginCommand: DefineCommand = (io, done) =>
  addTokenStoreOption(
    addTargetOptions(
      new Command('login')
        .description('Sign in in the browser, show what came back and keep the refresh token for later runs.')
        .argument('[target]', 'URL, or name in the configuration file'),
    ),
  )
    .option('--device', 'device code instead of a browser on this machine')
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', EXAMPLES)
    .action(async (target: string | undefined, flags: LoginFlags) => {
      const { login } = await import('./login-run.ts');
      done(await login(io, flags, target));
    });

const EXAMPLES = `Examples:
  mcp-authcheck login https://calculator.example.com/mcp --tenant $TENANT_ID --client-id $CLIENT_ID --audience $OAUTH_AUDIENCE
  mcp-authcheck login calculator --device`;
