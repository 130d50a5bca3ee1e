// The program without one of its defences, each in one place; `run.mjs --list defences` says whether a test
// notices. docs/security.md has the defences in this order and under these names.
import { mutantsOfCredentials } from './defences/credentials.mjs';
import { mutantsOfMachine } from './defences/machine.mjs';
import { mutantsOfOutput } from './defences/output.mjs';
import { mutantsOfRun } from './defences/run.mjs';

/** @type {readonly import('./mutant.d.mts').DefenceMutant[]} */
export const defenceMutants = [
  ...mutantsOfCredentials,
  ...mutantsOfMachine,
  ...mutantsOfOutput,
  ...mutantsOfRun,
];
