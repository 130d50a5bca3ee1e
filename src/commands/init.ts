import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import type { InitFlags } from './init/flags.ts';
import { collect } from './target-options.ts';

export const initCommand: DefineCommand = (io, done) =>
  new Command('init')
    .description('Write a configuration file from a few answers, or from flags where no terminal is.')
    .argument('[url]', 'the MCP endpoint')
    .option('--name <name>', 'name of the target (default: by the host)')
    .option('--provider <name>', 'entra, okta, auth0, keycloak or generic (default: by the issuer)')
    .option('--tenant <id>', 'Entra tenant: pins the issuer')
    .option('--issuer <url>', 'pinned issuer of any other provider')
    .option('--authority <url>', 'other Entra host: sovereign cloud, External ID, a stand-in')
    .option('--audience <id>', "the API's client id, App ID URI or audience")
    .option(
      '--flow <name>',
      'client_credentials, authorization_code, device_code or none (repeatable)',
      collect,
    )
    .option('--client-id <id>', "the client's application id")
    .option('--person-client-id <id>', 'of the client that people sign in with (default: the same)')
    .option(
      '--client-secret-env <name>',
      'environment variable that will hold the secret (default: CLIENT_SECRET)',
    )
    .option('--client-secret-file <file>', 'file that will hold the secret')
    .option('--certificate <file>', 'PEM with certificate and key, in place of a secret')
    .option('--federated <service>', 'github or managed-identity, in place of a secret')
    .option('--scope <scope>', 'scope to ask for (repeatable; default: as the endpoint says)', collect)
    .option('--port <number>', 'registered port of the loopback redirect URI')
    .option('--expect-scope <scope>', 'scope that a token must carry (repeatable)', collect)
    .option('--expect-role <role>', "role that a machine's token must carry (repeatable)", collect)
    .option('--expect-tool <name>', 'tool that must be listed (repeatable)', collect)
    .option('--call <call>', "'TOOL ARGS => RESULT': must succeed, with that result (repeatable)", collect)
    .option('--ci <system>', 'also write the job of a CI system: github, gitlab or azure')
    .option('--out <file>', 'where to write', 'mcp-authcheck.yaml')
    .option('--force', 'replace files that are there')
    .option('--no-discover', 'do not ask the endpoint what it wants')
    .option('--ca <file>', 'additional certificate authority (PEM)')
    .option('--proxy <url>', 'proxy for every host')
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, flags: InitFlags) => {
      const { init } = await import('./init-run.ts');
      const { terminalAsker } = await import('./init/terminal-asker.ts');
      done(await init(io, flags, url, await terminalAsker(io)));
    });

const EXAMPLES = `Examples:
  mcp-authcheck init
  mcp-authcheck init https://calculator.example.com/mcp --tenant $TENANT_ID --client-id $CLIENT_ID --ci github`;
