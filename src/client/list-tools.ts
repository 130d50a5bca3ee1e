import { SessionError } from '../errors.ts';
import type { Tool } from '../types.ts';
import type { Conversation, ToolPage } from './conversation.ts';
import { assertToolWithinLimits, LIMITS } from './limits.ts';

/**
 * Follows the list to its end and adds every tool to `found`, so that what came before a fault is kept.
 * `first`: a page that was fetched already.
 * @throws SessionError `limit.pages` for a repeated cursor or too many pages, `limit.tools`, `limit.tool_*`;
 * and whatever the conversation throws
 */
export async function listAllTools(
  conversation: Conversation,
  found: Tool[],
  first?: ToolPage,
): Promise<readonly Tool[]> {
  const cursors = new Set<string>();
  let page = first ?? (await conversation.listPage());
  for (;;) {
    for (const tool of page.tools) {
      assertToolWithinLimits(tool);
      if (found.length >= LIMITS.tools) throw endless('limit.tools', `more than ${LIMITS.tools} tools`);
      found.push(tool);
    }
    const cursor = page.nextCursor;
    if (cursor === undefined) return found;
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
