import { parseArguments } from '../client/call-expression.ts';
import { SessionError } from '../errors.ts';
import { escapeRemote } from '../reporters/escape.ts';
import { jsonText } from '../reporters/index.ts';
import { withoutExchanges } from '../verdicts.ts';
import type { Io } from './io.ts';
import type { CommonFlags } from './prepare.ts';
import { talkOnce } from './talk-once.ts';
import { withToken } from './with-token.ts';

/** Calls the tool and prints its result: text as it is, everything else as JSON. */
export async function call(
  io: Io,
  flags: CommonFlags,
  name: string,
  tool: string,
  words: readonly string[],
): Promise<number> {
  const args = parseArguments(words);
  return withToken(io, flags, [name], async (given) => {
    const session = await talkOnce(given, io, { calls: [{ tool, arguments: args }] });
    const [done] = session.calls;
    if (done === undefined || done.verdict === 'fail') {
      throw new SessionError('tool.error', done?.message ?? `The server did not run ${tool}.`, {
        hint: 'mcp-authcheck tools lists the tools and their parameters.',
      });
    }
    if (flags.format === 'json') {
      io.out(
        `${jsonText({ protocol: session.protocol, calls: [withoutExchanges(done)], findings: given.findings }, 2)}\n`,
      );
    } else if (typeof done.result === 'string') {
      io.out(`${escapeRemote(done.result, 100_000)}\n`);
    } else {
      io.out(`${jsonText(done.result)}\n`);
    }
    return 0;
  });
}
