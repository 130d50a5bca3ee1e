import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { capabilitiesFor } from './capabilities.ts';
import type { Conversation } from './conversation.ts';
import { endSession } from './end-session.ts';
import type { Fault } from './fault.ts';
import { pageOf, RECONNECTION, SDK_TIMEOUT, toolAnswer, withoutSchemas } from './sdk-common.ts';
import { NEWEST_LEGACY, type SessionPlan } from './session-plan.ts';
import type { SessionState } from './session-state.ts';
import { createWire, type Wire } from './wire.ts';

/**
 * Connects `@modelcontextprotocol/sdk`, what most deployed clients run. It offers revision 2025-11-25 and
 * takes what the server answers. Tools are listed and called through `request`, because its `listTools`
 * compiles every output schema in this thread.
 * @throws SessionError, NetworkError
 */
export async function connectFirstSdk(plan: SessionPlan, state: SessionState): Promise<Conversation> {
  const [{ Client }, { StreamableHTTPClientTransport }, types] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
    import('@modelcontextprotocol/sdk/types.js'),
  ]);
  const classify = (error: unknown): Fault => {
    if (error instanceof types.McpError) {
      const { RequestTimeout, ConnectionClosed } = types.ErrorCode;
      const timedOut = error.code === RequestTimeout && isLocalTimeout(error.data);
      if (timedOut || error.code === ConnectionClosed) return { kind: 'timeout' };
      return { kind: 'rpc', code: error.code, message: withoutPrefix(error), data: error.data };
    }
    const invalid = error instanceof Error && 'issues' in error;
    return {
      kind: invalid ? 'invalid' : 'other',
      message: error instanceof Error ? error.message : String(error),
    };
  };
  const wire = createWire(plan, state, 'legacy', classify);
  const client = new Client(plan.clientInfo, {
    capabilities: capabilitiesFor(NEWEST_LEGACY),
    jsonSchemaValidator: withoutSchemas,
  });
  client.setRequestHandler(types.ElicitRequestSchema, ({ params }) => state.elicitor.answer(params));
  const transport = new StreamableHTTPClientTransport(new URL(plan.url), {
    fetch: wire.fetch,
    reconnectionOptions: RECONNECTION,
  });
  let received: unknown;
  transport.onmessage = (message) => {
    if ('result' in message) received = message.result;
  };
  const close = async (): Promise<void> => {
    await endSession(wire, plan.url, transport.sessionId, transport.protocolVersion);
    await client.close().catch(() => undefined);
  };
  try {
    await wire.ask((signal) => client.connect(asTransport(transport), { signal, timeout: SDK_TIMEOUT }));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    era: 'legacy',
    protocol: transport.protocolVersion ?? types.LATEST_PROTOCOL_VERSION,
    server: () => client.getServerVersion() ?? null,
    stateful: () => transport.sessionId !== undefined,
    greet: async () => undefined,
    listPage: (cursor) => listPage(client, wire, types.ListToolsResultSchema, cursor, () => received),
    callTool: (tool, args) =>
      wire.ask(async (signal) =>
        toolAnswer(
          await client.request(
            { method: 'tools/call', params: { name: tool.name, arguments: args } },
            types.CallToolResultSchema,
            { signal, timeout: SDK_TIMEOUT },
          ),
        ),
      ),
    refusal: wire.refusal,
    close,
  };
}

type ListSchema = typeof import('@modelcontextprotocol/sdk/types.js').ListToolsResultSchema;

async function listPage(
  client: Client,
  wire: Wire,
  schema: ListSchema,
  cursor: string | undefined,
  received: () => unknown,
) {
  if (client.getServerCapabilities()?.tools === undefined) return { tools: [] };
  const request = { method: 'tools/list', ...(cursor === undefined ? {} : { params: { cursor } }) } as const;
  return wire.ask(async (signal) => {
    const result = await client.request(request, schema, { signal, timeout: SDK_TIMEOUT });
    return pageOf(result, received());
  });
}

/** Its own class does not satisfy its interface under `exactOptionalPropertyTypes`. */
function asTransport(transport: object): Transport {
  return transport as Transport;
}

function isLocalTimeout(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'timeout' in data;
}

function withoutPrefix(error: Error & { readonly code: number }): string {
  const prefix = `MCP error ${error.code}: `;
  return error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
}
