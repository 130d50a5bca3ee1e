import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export interface SetupFlags {
  readonly format: string;
  readonly name: string;
  readonly tenant?: string;
  readonly scope?: readonly string[];
  readonly role?: readonly string[];
  readonly credential?: string;
  readonly github?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly gatewayCallback?: string;
  readonly assignmentRequired?: boolean;
  readonly existingApi?: string;
  readonly existingClient?: string;
  readonly url?: string;
}

const collect = (value: string, earlier: readonly string[] | undefined): string[] => [
  ...(earlier ?? []),
  value,
];

export const setupCommand: DefineCommand = (io, done) =>
  new Command('setup')
    .description('Print how to register an API and its client rightly. It sends nothing and changes nothing.')
    .argument('<provider>', 'entra')
    .option('--format <kind>', 'shell (bash and az), or markdown (in the words of the portal)', 'shell')
    .option('--name <name>', 'the registrations are called "NAME API" and "NAME Client"', 'Calculator')
    .option('--tenant <id>', 'Directory (tenant) ID (default: the one az is signed in to)')
    .option(
      '--scope <name>',
      'short name of a scope (repeatable; default: calculator.add, calculator.subtract)',
      collect,
    )
    .option(
      '--role <name>',
      'value of an app role for machines (repeatable; default: as the scopes)',
      collect,
    )
    .option('--credential <kind>', 'secret, certificate or federated (default: secret)')
    .option('--github <repository>', 'federated: OWNER/REPOSITORY[:BRANCH] of GitHub Actions, branch main')
    .option('--issuer <url>', 'federated: issuer of any other tokens')
    .option('--subject <subject>', 'federated: their subject, letter for letter')
    .option('--gateway-callback <url>', 'a gateway signs people in with this client and gets the answer here')
    .option('--assignment-required', 'only who is assigned gets a token')
    .option('--existing-api <id>', 'Application (client) ID of an API that is registered already')
    .option('--existing-client <id>', 'the same of a client')
    .option('--url <url>', 'the MCP endpoint, for the commands that prove it')
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, flags: SetupFlags) => {
      const { setup } = await import('./setup-run.ts');
      done(setup(io, flags, provider));
    });

const EXAMPLES = `Examples:
  mcp-authcheck setup entra --tenant $TENANT_ID --url https://calculator.example.com/mcp > setup.sh
  mcp-authcheck setup entra --github contoso/calculator:main --format markdown`;
