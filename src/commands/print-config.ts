import { printedConfig } from './config/index.ts';
import type { Io } from './io.ts';
import { type CommonFlags, inputsOf } from './prepare.ts';

/** Prints the settings in force for the chosen targets, with where each came from. Nothing is sent. */
export async function printConfig(io: Io, flags: CommonFlags, names: readonly string[]): Promise<number> {
  io.out(await printedConfig(inputsOf(io, flags, names)));
  return 0;
}
