import { Command } from 'commander';
import type { DefineCommand } from './index.ts';

export const initCommand: DefineCommand = () =>
  new Command('init').description('Write a configuration file from a few answers.');
