import { checks } from '../checks/index.ts';
import { type Explained, explain } from '../diagnosis/explain.ts';
import { explainCheck } from '../diagnosis/explain-check.ts';
import { UsageError } from '../errors.ts';
import { jsonText } from '../reporters/index.ts';
import { hang } from '../reporters/paint.ts';
import { quote } from '../text/quote.ts';
import { explainErrors } from './explain-errors.ts';
import type { Io } from './io.ts';

/**
 * Explains one code, or the first that is known in a pasted line, offline.
 * @throws UsageError `usage.unknown_code` that names the nearest and what can be explained, `usage.format_unknown`
 */
export function explainCode(io: Io, flags: { readonly format: string }, code: string): number {
  if (flags.format !== 'pretty' && flags.format !== 'json') {
    throw new UsageError('usage.format_unknown', `An explanation has no format ${quote(flags.format, 40)}.`, {
      hint: 'One of: pretty, json',
    });
  }
  const found = explain(code, [...checks.map(explainCheck), ...explainErrors()]);
  if (!found.known) {
    throw new UsageError('usage.unknown_code', nothingKnown(code, found), { hint: hintOf(found) });
  }
  io.out(
    flags.format === 'json'
      ? `${jsonText(found.explanation, 2)}\n`
      : io.stdoutIsTerminal
        ? wrapped(found.text, io.width)
        : found.text,
  );
  return 0;
}

type Unknown = Extract<Explained, { known: false }>;

function nothingKnown(code: string, { lookUp }: Unknown): string {
  if (code.trim() === '') return 'There is no code to explain: it is empty.';
  const known = lookUp === undefined ? '' : ' Its number is not in the catalogue.';
  return `Nothing is known of ${quote(code.trim(), 80)}.${known}`;
}

function hintOf({ suggestions, lookUp }: Unknown): string {
  return [
    ...(suggestions.length === 0 ? [] : [`Did you mean ${suggestions.join(', ')}?`]),
    ...(lookUp === undefined ? [] : [`Microsoft explains its numbers at ${lookUp}`]),
    ...(suggestions.length === 0 && lookUp === undefined ? [EXPLAINED] : []),
  ].join(' ');
}

const EXPLAINED =
  'It explains AADSTS and AADB2C numbers, errors of Okta, Auth0 and Keycloak, IDX numbers and texts of token validators, OAuth errors, findings, checks, codes of errors, exit codes, and pasted lines with one of them.';

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
