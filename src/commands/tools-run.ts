import { escapeRemote } from '../reporters/escape.ts';
import { jsonText } from '../reporters/index.ts';
import type { Session, Tool } from '../types.ts';
import type { Io } from './io.ts';
import type { CommonFlags } from './prepare.ts';
import { talkOnce } from './talk-once.ts';
import { withToken } from './with-token.ts';

/** Lists the tools with their parameters, one line each. */
export async function tools(io: Io, flags: CommonFlags, name: string | undefined): Promise<number> {
  return withToken(io, flags, name === undefined ? [] : [name], async (given) => {
    const session = await talkOnce(given, io, { calls: [], only: 'list' });
    if (flags.format === 'json') {
      io.out(
        `${jsonText({ protocol: session.protocol, tools: session.tools, findings: given.findings }, 2)}\n`,
      );
      return 0;
    }
    io.out(toolLines(session));
    io.err(`${session.tools.length} tools over ${session.protocol}\n`);
    return 0;
  });
}

function toolLines({ tools }: Session): string {
  const rows = tools.map((tool) => [signature(tool), escapeRemote(tool.description ?? '', 100)] as const);
  const width = Math.min(40, Math.max(0, ...rows.map(([name]) => name.length)));
  return rows.map(([name, text]) => `${`${name.padEnd(width)}  ${text}`.trimEnd()}\n`).join('');
}

/** `add(a, b)`; a parameter that may be left out has a question mark. */
function signature({ name, inputSchema }: Tool): string {
  const { properties, required } = (inputSchema ?? {}) as { properties?: unknown; required?: unknown };
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const given = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  const words = given.map((one) => (needed.includes(one) ? one : `${one}?`));
  return escapeRemote(`${name}(${words.join(', ')})`, 120);
}
