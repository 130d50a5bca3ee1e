import type { Argument, Command, Option } from 'commander';
import type { Answer, Candidate } from './answer.ts';
import { listIn } from './list-in.ts';
import type { Values, Wanted } from './sources.ts';

/**
 * What may stand at the cursor, by commander's own commands, flags and arguments.
 * @param words before the one at the cursor, without the program's name
 * @param valuesFor knows the values that no description lists
 */
export async function complete(
  program: Command,
  words: readonly string[],
  word: string,
  valuesFor: (wanted: Wanted) => Promise<Values>,
): Promise<Answer> {
  const line = read(program, words);
  const { command, waiting, operands, ended } = line;
  if (waiting !== undefined) return await answerFor(waiting, '', word, line, valuesFor);
  const [, flag = '', typed = ''] = /^(--[^=]+)=(.*)$/s.exec(ended ? '' : word) ?? [];
  const assigned = optionNamed(command, flag);
  if (assigned !== undefined) return await answerFor(assigned, `${flag}=`, typed, line, valuesFor);
  if (word.startsWith('-') && !ended) return { candidates: beginning(word, flagsOf(command, line.flags)) };
  const commands = operands.length === 0 ? commandsOf(command) : [];
  const argument = argumentAt(command, operands.length);
  if (argument === undefined) return { candidates: beginning(word, commands) };
  const values = await valuesFor({ name: argument.name(), long: undefined, command: command.name(), words });
  return listed(
    { ...values, candidates: [...commands, ...values.candidates, ...choicesOf(argument)] },
    '',
    word,
    operands,
  );
}

interface Line {
  readonly command: Command;
  readonly words: readonly string[];
  /** Long names of the flags that are there. */
  readonly flags: readonly string[];
  readonly operands: readonly string[];
  /** The last word is a flag that wants a value. */
  readonly waiting: Option | undefined;
  /** After `--` there are no flags. */
  readonly ended: boolean;
}

function read(program: Command, words: readonly string[]): Line {
  let command = program;
  let waiting: Option | undefined;
  let ended = false;
  const flags: string[] = [];
  const operands: string[] = [];
  for (const word of words) {
    if (waiting !== undefined && (waiting.required || !word.startsWith('-'))) {
      waiting = undefined;
    } else if (word === '--' && !ended) {
      ended = true;
      waiting = undefined;
    } else if (word.startsWith('-') && word !== '-' && !ended) {
      const option = optionNamed(command, word.replace(/=.*$/s, ''));
      if (option?.long != null) flags.push(option.long);
      waiting = option !== undefined && takesValue(option) && !word.includes('=') ? option : undefined;
    } else {
      waiting = undefined;
      const nested: Command | undefined =
        operands.length === 0
          ? command.commands.find((one) => one.name() === word || one.aliases().includes(word))
          : undefined;
      if (nested === undefined) operands.push(word);
      else command = nested;
    }
  }
  return { command, words, flags, operands, waiting, ended };
}

async function answerFor(
  option: Option,
  before: string,
  typed: string,
  { command, words }: Line,
  valuesFor: (wanted: Wanted) => Promise<Values>,
): Promise<Answer> {
  const written = option.argChoices ?? listIn(option.description);
  const kinds = /<kind=/.test(option.flags);
  if (kinds && typed.includes('='))
    return { candidates: [], filesAfter: `${before}${typed.slice(0, typed.indexOf('=') + 1)}` };
  if (written.length > 0) {
    const candidates = written.map((value) => ({ value: kinds ? `${value}=` : value }));
    return listed({ candidates, ...(kinds ? { goesOn: true } : {}) }, before, typed, []);
  }
  const name = /[<[]([^<[>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '';
  return listed(
    await valuesFor({ name, long: option.long ?? undefined, command: command.name(), words }),
    before,
    typed,
    [],
  );
}

function listed(values: Values, before: string, typed: string, taken: readonly string[]): Answer {
  // A list with commas: what is complete stays, the rest is looked for.
  const head = values.commas === true ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
  const had = [...taken, ...head.split(',')];
  const candidates = beginning(
    `${before}${typed}`,
    values.candidates
      .filter(({ value }) => !had.includes(value))
      .map((one) => ({ ...one, value: `${before}${head}${one.value}` })),
  );
  return {
    candidates,
    ...(values.goesOn === true ? { goesOn: true } : {}),
    ...(values.files === true ? { filesAfter: before } : {}),
  };
}

function commandsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ value: one.name(), description: one.description() }));
}

function flagsOf(command: Command, there: readonly string[]): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.parseArg !== undefined || option.long == null || !there.includes(option.long))
    .map((option) => ({ value: option.long ?? option.short ?? '', description: option.description }));
}

function optionNamed(command: Command, name: string): Option | undefined {
  return command.options.find(({ long, short }) => name !== '' && (long === name || short === name));
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function argumentAt(command: Command, index: number): Argument | undefined {
  const { registeredArguments: all } = command;
  const last = all.at(-1);
  return all[index] ?? (last?.variadic === true ? last : undefined);
}

function choicesOf(argument: Argument): readonly Candidate[] {
  return (argument.argChoices ?? listIn(argument.description)).map((value) => ({ value }));
}

function beginning(text: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ value }) => {
    const fits = value.startsWith(text) && !seen.has(value);
    seen.add(value);
    return fits;
  });
}
