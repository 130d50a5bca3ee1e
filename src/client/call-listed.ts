import { SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Tool } from '../types.ts';
import type { Conversation, ToolAnswer } from './conversation.ts';
import { assertWithinLimits } from './limits.ts';
import { type Found, listAllTools } from './list-tools.ts';

/** MCP 2026-07-28: the headers that repeat the parameters do not match what the server looks for. */
const HEADER_MISMATCH = -32020;

/**
 * Calls a tool as it is listed in `found`. Where the server says that the headers do not match, the tool may
 * have changed since: the list is fetched anew, into `found`, and the call is made once more (2026-07-28
 * transports, client behavior).
 * @throws SessionError `tool.not_found`, `limit.*`; and whatever the conversation throws
 */
export async function callListed(
  conversation: Conversation,
  found: Found,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<{ readonly tool: Tool; readonly answer: ToolAnswer }> {
  const call = async () => {
    const tool = listed(found, name);
    const answer = await conversation.callTool(tool, args);
    assertWithinLimits(answer, `the answer of ${quote(name, 60)}`);
    return { tool, answer };
  };
  try {
    return await call();
  } catch (error) {
    const isStale = conversation.era === 'modern' && conversation.refusal()?.rpc?.code === HEADER_MISMATCH;
    if (!isStale) throw error;
    const newest: Found = { tools: [], dropped: [] };
    await listAllTools(conversation, newest);
    found.tools.splice(0, found.tools.length, ...newest.tools);
    found.dropped.splice(0, found.dropped.length, ...newest.dropped);
    return call();
  }
}

/** @throws SessionError `tool.not_found` with the names there are, or with why the tool was dropped */
function listed({ tools, dropped }: Found, name: string): Tool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool !== undefined) return tool;
  const left = dropped.find((candidate) => candidate.name === name);
  if (left !== undefined) {
    throw new SessionError(
      'tool.not_found',
      `The tool ${quote(name, 60)} may not be called by any client: ${left.reason}.`,
      { phase: 'session', hint: 'Mend x-mcp-header in its input schema (MCP 2026-07-28, transports).' },
    );
  }
  const names = tools.slice(0, 20).map((candidate) => quote(candidate.name, 60));
  throw new SessionError('tool.not_found', `The server lists no tool ${quote(name, 60)}.`, {
    phase: 'session',
    hint:
      names.length === 0
        ? 'It lists no tools at all to this caller; the token may lack the scope or role that shows them.'
        : `It lists ${names.join(', ')}${tools.length > names.length ? ' and more' : ''}.`,
  });
}
