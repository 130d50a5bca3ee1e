import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { DefineCommand } from './index.ts';
import type { CommonFlags } from './prepare.ts';
import { addDemandOptions, addTargetOptions, addTokenStoreOption, collect } from './target-options.ts';

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
  readonly tag?: readonly string[];
  readonly trustIssuer?: readonly string[];
  readonly allowCommands?: boolean;
  readonly printConfig?: boolean;
  readonly shard?: string;
  readonly failFast?: boolean;
  readonly retryIncomplete?: boolean;
  readonly issuerConcurrency: string;
  readonly targetTimeout: string;
  readonly deadline?: string;
  readonly every?: string;
  readonly times?: string;
  readonly metricsFile?: string;
  readonly otel?: boolean;
  /** false: no annotations and no step summary. */
  readonly github?: boolean;
}

export const verifyCommand: DefineCommand = (io, done) =>
  addDemandOptions(
    addTokenStoreOption(
      addTargetOptions(
        new Command('verify')
          .description('Prove that an MCP endpoint lets the right callers in and keeps the others out.')
          .argument('[target...]', 'URL, or name in the configuration file; none: all of the file'),
      ),
    ),
  )
    .option('--list-checks', 'print the checks with level, needs and source')
    .option('--tag <tag>', 'only targets of the file with this tag (repeatable)', collect)
    .option('--shard <i/n>', 'only part i of n of the targets; default: as CI says')
    .option('--concurrency <n>', 'targets at once', '8')
    .option('--issuer-concurrency <n>', 'requests at once to one authorization server', '4')
    .option('--target-timeout <seconds>', 'bounds a whole target', '300')
    .option('--deadline <seconds>', 'bounds the whole run; what is not done then is incomplete')
    .option('--fail-fast', 'start no further target after one that failed')
    .option('--retry-incomplete', 'again what was unreachable or incomplete, also of a blob that is there')
    .option(
      '--trust-issuer <issuer>',
      'only this issuer may get secrets of the file; NAME=ISSUER for one',
      collect,
    )
    .option('--allow-commands', 'run the commands that the file names as sources of secrets')
    .option('--print-config', 'print the settings in force and where each came from; nothing is sent')
    .option('--every <duration>', 'verify again and again, for example every 5m')
    .option('--times <n>', 'with --every: so many times')
    .option('--metrics-file <file>', 'keep metrics in Prometheus text format in this file')
    .option('--otel', 'send metrics and traces by OTLP; OTEL_* variables say where')
    .option('--no-github', 'no annotations and no step summary on GitHub Actions')
    .option('--format <kind>', 'pretty, json or jsonl', 'pretty')
    .option(
      '--report <kind=file>',
      'also write a report (repeatable): html, markdown, junit, sarif, gitlab, har, json, jsonl, blob or pretty',
      collect,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (targets: string[], flags: VerifyFlags) => {
      if (flags.listChecks === true) return done((await import('./list-checks.ts')).listChecks(io));
      if (flags.printConfig === true) {
        return done(await (await import('./print-config.ts')).printConfig(io, flags, targets));
      }
      done(await (await import('./verify-run.ts')).verify(io, flags, targets));
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
