import type { Explanation } from '../diagnosis/explain.ts';
import { classOf, EXIT_CODES } from '../errors.ts';
import { FLEET } from './explain-errors-fleet.ts';
import { UNDER_WAY } from './explain-errors-road.ts';
import { SETTINGS } from './explain-errors-settings.ts';

/** Codes of errors that are explained alike, separated by blanks; why they come about, and what mends it. */
export type ExplainedErrors = readonly [codes: string, cause: string, fix: string];

/** Every code of an error, with those that are explained alike. */
export const explainedErrors: readonly ExplainedErrors[] = [...SETTINGS, ...FLEET, ...UNDER_WAY];

/** The codes of errors as they stand in `code` of the error object and of a flow's or session's `error`. */
export function explainErrors(): readonly Explanation[] {
  return explainedErrors.flatMap(([codes, cause, fix]) =>
    codes
      .split(' ')
      .map((code) => ({ code, kind: 'error' as const, title: titleOf(code), cause, fix, source })),
  );
}

const source = 'codes of errors';

function titleOf(code: string): string {
  const name = classOf(code);
  return `${TITLES[name]} (${name}, exit code ${EXIT_CODES[name]}).`;
}

const TITLES: Readonly<Record<ReturnType<typeof classOf>, string>> = {
  usage: 'Something that was given cannot be right; nothing was sent for it',
  auth: 'The authorization server or the endpoint refused',
  unreachable: 'There was no answer, or not now; another try may help',
  tool_error: 'The tool was there to be called, and the call failed',
  protocol: 'An answer is not what the protocol says, or is over a limit',
  refused: 'mcp-authcheck stopped before anything secret was sent',
  needs_person: 'A person is needed',
  incomplete: 'The run did not come to its end',
  internal: 'A bug of mcp-authcheck',
};
