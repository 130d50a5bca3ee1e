import type { Command } from 'commander';
import { callCommand } from './call.ts';
import { completionCommand } from './completion.ts';
import { decodeCommand } from './decode.ts';
import { demoCommand } from './demo.ts';
import { discoverCommand } from './discover.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { initCommand } from './init.ts';
import type { Io } from './io.ts';
import { loginCommand } from './login.ts';
import { logoutCommand } from './logout.ts';
import { mergeCommand } from './merge.ts';
import { serveCommand } from './serve.ts';
import { setupCommand } from './setup.ts';
import { tokenCommand } from './token.ts';
import { toolsCommand } from './tools.ts';
import { verifyCommand } from './verify.ts';

/** A command parses its flags and hands a plain options object to its run function; `done` gets the exit code. */
export type DefineCommand = (io: Io, done: (exit: number) => void) => Command;

/** In the order of `--help`. A new command is one file and one line here. */
export const commands: readonly DefineCommand[] = [
  demoCommand,
  verifyCommand,
  tokenCommand,
  loginCommand,
  logoutCommand,
  decodeCommand,
  discoverCommand,
  toolsCommand,
  callCommand,
  explainCommand,
  setupCommand,
  initCommand,
  mergeCommand,
  exportCommand,
  serveCommand,
  completionCommand,
];
