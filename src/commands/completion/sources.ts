import type { Io } from '../io.ts';
import type { Candidate } from './answer.ts';

/** Which value is wanted: of a flag or an argument, in commander's words. */
export interface Wanted {
  /** `file` of `--ca <file>`, `code` of the argument `<code>`. */
  readonly name: string;
  /** `--ca`; undefined: an argument. */
  readonly long: string | undefined;
  readonly command: string;
  /** The line before the cursor. */
  readonly words: readonly string[];
}

export interface Values {
  readonly candidates: readonly Candidate[];
  /** Several may stand there, with commas. */
  readonly commas?: boolean;
  readonly goesOn?: boolean;
  readonly files?: boolean;
}

/** The values that no description lists, each from where it is known. What is heavy is loaded when it is asked for. */
export async function valuesFor(wanted: Wanted, io: Io): Promise<Values> {
  const { name, long, command } = wanted;
  if (long === '--checks' || long === '--skip') {
    return { candidates: await checkNames(long === '--checks'), commas: true };
  }
  if (long === '--fault') return { candidates: await faultNames() };
  if (long === '--tag') return { candidates: (await fromConfig(wanted, io)).tags };
  if (long?.endsWith('-env') === true) return { candidates: variables(io) };
  if (name === 'file' || name === 'program' || name === 'files') return { candidates: [], files: true };
  if (long !== undefined) return NOTHING;
  if (name === 'target') return { candidates: (await fromConfig(wanted, io)).targets };
  if (command === 'explain') return { candidates: await codes() };
  return NOTHING;
}

const NOTHING: Values = { candidates: [] };

async function checkNames(all: boolean): Promise<readonly Candidate[]> {
  const { checks } = await import('../../checks/index.ts');
  const groups = new Set(checks.map(({ id }) => id.slice(0, id.indexOf('/'))));
  return [
    ...(all ? [{ value: 'all' }, { value: 'none' }] : []),
    ...[...groups].map((value) => ({ value, description: 'all of the group' })),
    ...checks.map(({ id, title }) => ({ value: id, description: title })),
  ];
}

async function faultNames(): Promise<readonly Candidate[]> {
  const { faults } = await import('../../../fixtures/faults/index.ts');
  return faults.map(({ name, title }) => ({ value: name, description: title }));
}

async function codes(): Promise<readonly Candidate[]> {
  const { explanations } = await import('../../diagnosis/explain.ts');
  const { explainErrors } = await import('../explain-errors.ts');
  const { checks } = await import('../../checks/index.ts');
  return [
    ...explanations().map(({ code, title }) => ({ value: code, description: title })),
    ...checks.map(({ id, title }) => ({ value: id, description: title })),
    ...explainErrors().map(({ code, title }) => ({ value: code, description: title })),
  ].filter(({ value }) => !/\s/.test(value));
}

function variables({ environment }: Io): readonly Candidate[] {
  return Object.keys(environment).map((value) => ({ value }));
}

async function fromConfig({ words }: Wanted, io: Io) {
  const { namesInConfig } = await import('./config-names.ts');
  return await namesInConfig(words, io);
}
