import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export const completionCommand: DefineCommand = () =>
  new Command('completion').description('Print the completion script of a shell.');
