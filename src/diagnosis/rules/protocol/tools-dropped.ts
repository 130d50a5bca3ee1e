import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';

const FIX =
  'Give each x-mcp-header a name that no other parameter of the tool has (letters, digits, hyphens), and put it only on a parameter of type string, integer or boolean that "properties" alone lead to.';

/** Tools that are named; a server may list thousands. */
const MOST = 5;

export const toolsDropped: KnownRule = {
  code: 'session/tools-dropped',
  leg: 'session',
  about: {
    title: 'Clients must leave out some of the tools.',
    cause: 'Their parameters claim HTTP headers by an x-mcp-header that is not allowed (MCP 2026-07-28).',
    fix: FIX,
  },
  diagnose: ({ evidence }) => {
    const dropped = evidence.flows.flatMap(({ sessions }) => sessions.flatMap((one) => one.droppedTools));
    if (dropped.length === 0) return [];
    const reasons = new Map(dropped.map(({ name, reason }) => [name, reason]));
    const shown = [...reasons].slice(0, MOST);
    const more = reasons.size > MOST ? ` and ${reasons.size - MOST} more` : '';
    const names = shown.map(([name]) => quote(name)).join(', ');
    const list = shown.map(([name, reason]) => `${quote(name)}: ${reason}`).join('; ');
    return [
      found(
        `Clients of 2026-07-28 must leave out ${names}${more}.`,
        `The schema of its parameters claims an HTTP header wrongly. ${list}${more === '' ? '' : `;${more}`}.`,
        FIX,
        { severity: 'warning' },
      ),
    ];
  },
};
