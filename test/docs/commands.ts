import type { Command } from 'commander';
import { commands } from '../../src/commands/index.ts';
import type { Io } from '../../src/commands/io.ts';

/** What is wrong with a command line as it stands in a text: no such command, no such flag. */
export function problemsOf(line: string): readonly string[] {
  return line.split('|').flatMap((part) => {
    const [program, name = '', ...words] = wordsOf(part.replace(/^\s*npx\s+/, ''));
    if (program !== 'mcp-authcheck') return [];
    const command = defined().find((one) => one.name() === name);
    if (command === undefined) return [`no command ${name}`];
    const flags = words.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/=.*/s, ''));
    return flags.filter((flag) => !knows(command, flag)).map((flag) => `${name} has no ${flag}`);
  });
}

/** The programs that it starts, as a shell would cut the line; quotes hold words together. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ''));
}

function knows(command: Command, flag: string): boolean {
  return flag === '--help' || command.options.some((option) => option.long === flag && !option.hidden);
}

// Defining a command looks at nothing of the process; only running one does.
function defined(): readonly Command[] {
  return commands.map((define) => define({} as Io, () => undefined));
}
