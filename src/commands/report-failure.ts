import { AuthcheckError, RunError } from '../errors.ts';
import { breakCommands, escapeRemote } from '../reporters/escape.ts';
import { jsonText } from '../reporters/json-text.ts';
import type { Io } from './io.ts';

/** Says on stderr what went wrong and what to do next; the last line is the error object with JSON formats. */
export function reportFailure(error: unknown, json: boolean, io: Io): void {
  const failure =
    error instanceof AuthcheckError
      ? error
      : new RunError('internal.unexpected', 'Something went wrong inside mcp-authcheck.', {
          cause: error,
          hint: 'Please report it, with the command you ran. Nothing of the report needs to be secret.',
        });
  io.err(`mcp-authcheck: ${breakCommands(failure.message)}\n`);
  if (failure.hint !== undefined) io.err(`  → ${breakCommands(failure.hint)}\n`);
  const remote = failure.provider?.description;
  if (remote !== undefined && !told(failure.message, remote))
    io.err(`  the server said: ${escapeRemote(remote, 300)}\n`);
  if (failure.class === 'internal' && error instanceof Error) io.err(`${ownStack(error)}\n`);
  if (json) io.err(`${jsonText(failure)}\n`);
}

/** Whether the message quotes the server already; Entra's number in front of the words is often told apart. */
function told(message: string, remote: string): boolean {
  return message.includes(remote.replace(/^AADSTS\d+:\s*/, '').slice(0, 60));
}

/** The frames of a stack without the message, which may quote what came over the network. */
function ownStack(error: Error): string {
  // A message may have lines that look like frames.
  const frames = (error.stack ?? '').replace(error.message, '').split('\n');
  const own = frames.filter((line) => /^\s+at /.test(line)).slice(0, 8);
  return [`  ${error.name}`, ...own.map((line) => `    ${escapeRemote(line.trim())}`)].join('\n');
}
