import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export const mergeCommand: DefineCommand = () =>
  new Command('merge').description('Merge the blob reports of shards into one report.');
