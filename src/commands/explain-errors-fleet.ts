import type { ExplainedErrors } from './explain-errors.ts';

/** Errors of runs over many targets: their files, shards, reports, watches, and what is written for others. */
export const FLEET: readonly ExplainedErrors[] = [
  [
    'config.include_cycle config.include_twice config.include_missing config.include_outside config.include_pattern config.include_limit',
    'A file under include is missing, lies outside the folder of the first file, includes itself by a detour, is included twice, or there is too much of it.',
    'Write paths relative to the file that includes them, below the folder of the first; each file once.',
  ],
  [
    'config.target_twice',
    'Two targets have one name, or names that differ only in case; reports and shards could not tell them apart.',
    'Rename one; the message names both places.',
  ],
  [
    'config.expected_failures',
    'expectedFailures of a target names what is no check.',
    'Ids are spelled as verify --list-checks prints them.',
  ],
  [
    'config.command_not_allowed config.command_shell credential.command_failed',
    'The file names a program that prints a secret: nobody allowed that, it is written as a line for a shell, or it failed.',
    'Write it as a list, { command: [program, argument] }, and allow it with --allow-commands or MCP_AUTHCHECK_ALLOW_COMMANDS=1. Run the program by hand to see why it fails.',
  ],
  [
    'issuer.not_trusted issuer.not_trusted_on_fork',
    'The file would send a secret to an issuer that nobody outside the file trusts with it. In a pull request from a fork nobody does, unless it is said.',
    'Say it with --trust-issuer ISSUER (NAME=ISSUER for one secret) or MCP_AUTHCHECK_TRUST_ISSUER, outside the repository; the target pins the same issuer or tenant.',
  ],
  [
    'usage.trust_issuer usage.tag_unknown usage.tag_with_url',
    '--trust-issuer is no issuer, no target has the tag, or --tag stands beside a URL, which has none.',
    'Give the issuer as https://…; --print-config shows the tags that there are.',
  ],
  [
    'usage.shard',
    'The shard is no part of anything: parts count from 1, and there is at least one.',
    'Write --shard 1/4 for the first of four, or let the CI system say it.',
  ],
  [
    'report.no_blobs report.not_a_blob report.shard_missing report.shard_truncated report.shard_twice report.shard_changed report.shard_configuration report.shard_version report.shard_total report.target_missing report.target_twice',
    'The blobs are not those of all shards of one run: one is missing, cut off, there twice, changed by hand, of another configuration or of another version.',
    'Run the shard that the message names again with the same configuration and --retry-incomplete, then merge all of them.',
  ],
  [
    'run.deadline run.target_timeout',
    'The time of the run (--deadline) or of one target (--target-timeout) was over before everything was done.',
    'Give it longer, walk more targets at once (--concurrency), or split the run (--shard).',
  ],
  [
    'usage.duration usage.times_without_every usage.every_without_end',
    '--every is no time, --times stands without it, or it has no end in CI, where nobody would stop it.',
    'For example --every 5m --times 12.',
  ],
  [
    'usage.metrics_not_writable report.metrics_not_writable',
    'The file of --metrics-file cannot be replaced.',
    'Name a file in a folder that can be written to: it is written beside and then renamed.',
  ],
  [
    'usage.otel',
    'A variable of OpenTelemetry (OTEL_*) asks for what is not there, or is no URL.',
    'OTLP goes over http/protobuf or http/json; the message names the variable.',
  ],
  [
    'usage.engine_unknown usage.export_dpop usage.export_not_writable',
    'There is no such engine for a load test, it cannot bind tokens to a key, or the script cannot be written.',
    'k6 and artillery are known; take a flow without --dpop, and a file in a folder that exists.',
  ],
  [
    'usage.file_exists usage.file_not_writable usage.init_missing usage.init_out usage.ci_unknown usage.shell_unknown',
    'init or completion lacks an answer, was given a name that is not known, or would go over a file that is there.',
    'The message names what is missing or known; --force replaces a file.',
  ],
];
