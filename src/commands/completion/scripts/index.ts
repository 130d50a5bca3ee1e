import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { powershell } from './powershell.ts';
import { zsh } from './zsh.ts';

/**
 * The script of each shell. A script knows no command and no flag: it asks the program, so it does not grow old.
 * A new shell is one file and one line here.
 */
export const SCRIPTS: Readonly<Record<string, string>> = { bash, zsh, fish, powershell };
