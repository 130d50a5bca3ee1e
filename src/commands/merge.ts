import { Command } from 'commander';
import type { DefineCommand } from './index.ts';
import { collect } from './target-options.ts';

export interface MergeFlags {
  readonly expect?: string;
  readonly format: string;
  readonly report?: readonly string[];
  /** false: no annotations and no step summary. */
  readonly github?: boolean;
}

export const mergeCommand: DefineCommand = (io, done) =>
  new Command('merge')
    .description('Merge the blob reports of shards into one report; an incomplete set is never green.')
    .argument('<folder-or-files...>', 'what verify --report blob=FILE wrote, or folders with it')
    .option('--expect <n>', 'so many shards there must be; default: as many as the blobs say')
    .option('--format <kind>', 'as for verify', 'pretty')
    .option(
      '--report <kind=file>',
      'also write a report (repeatable): html, markdown, junit, sarif, gitlab, har, json, jsonl, blob or pretty',
      collect,
    )
    .option('--no-github', 'no annotations and no step summary on GitHub Actions')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], flags: MergeFlags) => {
      done(await (await import('./merge-run.ts')).merge(io, flags, paths));
    });

const EXAMPLES = `Examples:
  mcp-authcheck verify --shard 1/4 --report blob=blobs/1.jsonl
  mcp-authcheck merge blobs --expect 4 --report html=report.html`;
