import { checks } from '../checks/index.ts';
import { explain } from '../diagnosis/explain.ts';
import { explainCheck } from '../diagnosis/explain-check.ts';
import { UsageError } from '../errors.ts';
import { hang } from '../reporters/paint.ts';
import { explainErrors } from './explain-errors.ts';
import type { Io } from './io.ts';

/** Explains one code, offline; an unknown one is a usage error that names the nearest. */
export function explainCode(io: Io, flags: { readonly format: string }, code: string): number {
  const found = explain(code, [...checks.map(explainCheck), ...explainErrors()]);
  if (!found.known) {
    throw new UsageError('usage.unknown_code', `Nothing is known of ${code}.`, {
      hint:
        found.suggestions.length === 0
          ? 'It explains AADSTS numbers, OAuth errors, checks, findings, codes of errors and exit codes.'
          : `Did you mean ${found.suggestions.join(', ')}?`,
    });
  }
  io.out(
    flags.format === 'json'
      ? `${JSON.stringify(found.explanation, null, 2)}\n`
      : io.stdoutIsTerminal
        ? wrapped(found.text, io.width)
        : found.text,
  );
  return 0;
}

/** Long lines under their label: `  why   …`. */
function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const label = /^ {2}\w+ +/.exec(line)?.[0] ?? '';
      return hang(label, line.slice(label.length), width);
    })
    .join('\n');
}
