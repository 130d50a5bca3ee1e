import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export const exportCommand: DefineCommand = () =>
  new Command('export').description('Write a load test of a target for k6 or Artillery.');
