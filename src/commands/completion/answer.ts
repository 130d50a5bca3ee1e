/** What may stand at the cursor. */
export interface Answer {
  readonly candidates: readonly Candidate[];
  /** No blank after it: something goes on, as after `json=`. */
  readonly goesOn?: boolean;
  /** Names of files may stand there, after this much of the word. */
  readonly filesAfter?: string;
}

export interface Candidate {
  /** The whole word. */
  readonly value: string;
  readonly description?: string;
}

/**
 * The answer as the scripts read it: a first line, `list`, `goes-on` or `files` with what comes before the name of
 * the file; then a line for each candidate, value and description with a tab between them.
 */
export function answerText({ candidates, goesOn, filesAfter }: Answer): string {
  const kind = filesAfter === undefined ? (goesOn === true ? 'goes-on' : 'list') : `files ${filesAfter}`;
  const rows = candidates
    .filter(({ value }) => INERT.test(value))
    .map(({ value, description = '' }) => `${value}\t${description.replaceAll(CONTROL, ' ')}`);
  return `${[kind, ...rows].join('\n')}\n`;
}

/**
 * What comes from a configuration file is anybody's text: nothing that means something to a shell comes onto the
 * line, and nothing that a terminal obeys.
 */
const INERT = /^[\p{L}\p{N}._/-][\p{L}\p{N} ._:/@=,+-]*$/u;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
