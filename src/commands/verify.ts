import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addDemandOptions, addTargetOptions } from './target-options.ts';

export interface VerifyFlags extends CommonFlags {
  readonly expiredTokenFile?: string;
  readonly wrongAudienceTokenFile?: string;
  readonly wrongIssuerTokenFile?: string;
  readonly allowDisclosing?: boolean;
  readonly allowRegistering?: boolean;
  readonly allowSignIns?: boolean;
  readonly waitExpiry?: string;
  readonly lab?: boolean;
  readonly labPort?: string;
  readonly labIssuer?: string;
  readonly labKey?: string;
  readonly expectedFailures?: string;
  readonly checks: string;
  readonly skip?: string;
  readonly strict?: boolean;
  readonly listChecks?: boolean;
  readonly concurrency: string;
  readonly report?: readonly string[];
}

export const verifyCommand: DefineCommand = (io, done) =>
  addDemandOptions(
    addTargetOptions(
      new Command('verify')
        .description('Prove that an MCP endpoint lets the right callers in and keeps the others out.')
        .argument('[target...]', 'URL, or name in the configuration file; none: all of the file'),
    ),
  )
    .option('--list-checks', 'print the checks with level, needs and source')
    .option('--concurrency <n>', 'targets at once', '8')
    .option('--format <kind>', 'pretty, json or jsonl', 'pretty')
    .option(
      '--report <kind=file>',
      'also write a report: pretty, json or jsonl (repeatable)',
      (value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value],
    )
    .addHelpText('after', EXAMPLES)
    .action(async (targets: string[], flags: VerifyFlags) => {
      if (flags.listChecks === true) return done((await import('./list-checks.ts')).listChecks(io));
      done((await (await import('./verify-run.ts')).verify(io, flags, targets)).exitCode);
    });

export function wholeNumber(name: string, value: string, from: number, to: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw new UsageError(
    'usage.number',
    `${name} expects a whole number from ${from} to ${to}, found ${value}.`,
  );
}

const EXAMPLES = `Examples:
  mcp-authcheck verify https://calculator.example.com/mcp --tenant $TENANT_ID --audience $OAUTH_AUDIENCE
  mcp-authcheck verify calculator --format json --checks endpoint`;
