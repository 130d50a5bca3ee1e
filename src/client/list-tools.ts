import { SessionError } from '../errors.ts';
import type { Session, Tool } from '../types.ts';
import type { Conversation, ToolPage } from './conversation.ts';
import { headerFault } from './header-parameters.ts';
import { assertToolWithinLimits, LIMITS } from './limits.ts';

/** The tools of a session, and those that a client must leave out, with why. */
export interface Found {
  readonly tools: Tool[];
  readonly dropped: Session['droppedTools'][number][];
}

/**
 * Follows the list to its end and adds every tool to `found`, so that what came before a fault is kept.
 * `first`: a page that was fetched already. In the modern era tools whose parameters claim headers wrongly
 * are dropped, and the others stay (2026-07-28 transports, schema extension).
 * @throws SessionError `limit.pages` for a repeated cursor or too many pages, `limit.tools`, `limit.tool_*`;
 * and whatever the conversation throws
 */
export async function listAllTools(
  conversation: Conversation,
  found: Found,
  first?: ToolPage,
): Promise<void> {
  const cursors = new Set<string>();
  let page = first ?? (await conversation.listPage());
  for (;;) {
    for (const tool of page.tools) {
      assertToolWithinLimits(tool);
      if (found.tools.length + found.dropped.length >= LIMITS.tools)
        throw endless('limit.tools', `more than ${LIMITS.tools} tools`);
      const reason = conversation.era === 'modern' ? headerFault(tool.inputSchema) : undefined;
      if (reason === undefined) found.tools.push(tool);
      else found.dropped.push({ name: tool.name, reason });
    }
    const cursor = page.nextCursor;
    if (cursor === undefined) return;
    if (cursors.has(cursor)) throw endless('limit.pages', 'a cursor that it gave before');
    cursors.add(cursor);
    if (cursors.size >= LIMITS.pages)
      throw endless('limit.pages', `more than ${LIMITS.pages} pages of tools`);
    page = await conversation.listPage(cursor);
  }
}

function endless(code: string, what: string): SessionError {
  return new SessionError(code, `The list of tools does not end: the server sends ${what}.`, {
    phase: 'session',
    hint: 'The last page of a list has no nextCursor.',
  });
}
