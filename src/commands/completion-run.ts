import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { nearest } from '../text/nearest.ts';
import { quote } from '../text/quote.ts';
import { answerText } from './completion/answer.ts';
import { complete } from './completion/complete.ts';
import { SCRIPTS } from './completion/scripts/index.ts';
import { valuesFor } from './completion/sources.ts';
import type { CompletionFlags } from './completion.ts';
import type { Io } from './io.ts';

/**
 * Prints the script of a shell, or, for that script, what may stand at the cursor. It never talks to anybody.
 * @param words of the line before the cursor, without the program's name
 * @param program whose commands and flags are offered
 * @throws UsageError `usage.shell_unknown`
 */
export async function completion(
  io: Io,
  { word }: CompletionFlags,
  shell: string,
  words: readonly string[],
  program: Command,
): Promise<number> {
  const script = SCRIPTS[shell];
  if (script === undefined || !Object.hasOwn(SCRIPTS, shell)) {
    const known = Object.keys(SCRIPTS);
    const near = nearest(shell, known);
    throw new UsageError('usage.shell_unknown', `There is no completion script for ${quote(shell)}.`, {
      hint: near === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  if (word === undefined) {
    io.out(script);
    return 0;
  }
  const bare = words.map(unquoted);
  io.out(answerText(await complete(program, bare, unquoted(word), (wanted) => valuesFor(wanted, io))));
  return 0;
}

/** Bash hands words on as they were typed. */
function unquoted(word: string): string {
  const [quote = ''] = /^["']/.exec(word) ?? [];
  return quote === '' ? word : word.slice(1, word.length > 1 && word.endsWith(quote) ? -1 : undefined);
}
