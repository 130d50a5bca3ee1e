import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Annotated, annotated } from './annotated.ts';
import type { Inputs } from './inputs.ts';
import { commandsAllowed } from './secret-command.ts';
import type { SecretReference } from './secret-source.ts';

/** A reference to a secret, and whether the secret is there. It is not read, and no command is run. */
export async function printedReference(
  reference: SecretReference,
  inputs: Inputs,
  base: string,
  from: string,
): Promise<Annotated> {
  return annotated(reference, `${await stateOf(reference, inputs, base)}; ${from}`);
}

/** "set", "not set", "set but empty": what can be said of a variable without showing it. */
export function variableState(name: string, { environment }: Pick<Inputs, 'environment'>): string {
  const value = environment[name];
  if (value === undefined) return 'not set';
  return value === '' ? 'set but empty' : 'set';
}

async function stateOf(reference: SecretReference, inputs: Inputs, base: string): Promise<string> {
  if ('stdin' in reference) return 'not read';
  if ('env' in reference) return variableState(reference.env, inputs);
  if ('command' in reference) return commandsAllowed(inputs) ? 'not run' : 'not run; needs --allow-commands';
  const path = resolve(base, reference.file);
  try {
    await access(path, constants.R_OK);
    return (await stat(path)).isDirectory() ? 'a directory' : 'readable';
  } catch {
    return 'cannot be read';
  }
}
