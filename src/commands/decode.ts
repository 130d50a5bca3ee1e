import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export interface DecodeFlags {
  readonly issuer?: string;
  readonly jwks?: string;
  readonly for?: string;
  readonly audience?: string;
  readonly ca?: string;
  readonly proxy?: string;
  readonly format: string;
}

export const decodeCommand: DefineCommand = (io, done) =>
  new Command('decode')
    .description('Decode, verify where it can, and diagnose a token from a file or standard input.')
    .argument('[file]', 'file that holds the token; none or -: standard input')
    .option('--for <url>', 'compare it with what this endpoint advertises; exit 1 when it does not fit')
    .option('--issuer <url>', "verify the signature with this issuer's keys")
    .option('--jwks <url>', 'verify the signature with these keys')
    .option('--audience <id>', 'the audience that the server expects')
    .option('--ca <file>', 'additional certificate authority (PEM)')
    .option('--proxy <url>', 'proxy for every host')
    .option('--format <kind>', 'pretty or json', 'pretty')
    .addHelpText('after', `${NOTES}\n\n${EXAMPLES}`)
    .action(async (file: string | undefined, flags: DecodeFlags) => {
      const { decode } = await import('./decode-run.ts');
      done(await decode(io, flags, file));
    });

const NOTES = `The token never leaves this machine: --for, --issuer and --jwks fetch public documents
without it. Taken as well: a JSON answer with access_token, an Authorization header, a curl
command, URL-encoded or base64 text, wrapped lines; each repair is named in a remark.`;

const EXAMPLES = `Examples:
  mcp-authcheck token calculator | mcp-authcheck decode
  mcp-authcheck decode token.txt --for https://calculator.example.com/mcp`;
