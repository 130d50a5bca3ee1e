import type { Client, ConnectOptions, Tool as SdkTool } from '@modelcontextprotocol/client';
import type { ProtocolChoice, Session, Tool } from '../types.ts';
import { capabilitiesFor } from './capabilities.ts';
import type { Conversation, ToolAnswer } from './conversation.ts';
import { endSession } from './end-session.ts';
import type { Fault } from './fault.ts';
import { otherRevision, urlsIn } from './rpc-error.ts';
import { pageOf, RECONNECTION, SDK_TIMEOUT, toolAnswer, withoutSchemas } from './sdk-common.ts';
import { MODERN, type SessionPlan } from './session-plan.ts';
import type { SessionState } from './session-state.ts';
import { createWire } from './wire.ts';

type Sdk = typeof import('@modelcontextprotocol/client');

/** How often a tool may ask before it answers, in one call (2026-07-28 patterns/mrtr). */
const MAX_ROUNDS = 5;

const SERVER_INFO = 'io.modelcontextprotocol/serverInfo';

/**
 * What the client is told of the server instead of asking `server/discover`: the first request then proves
 * the era, so that list and call take one request each.
 */
const TAKEN_AS_MODERN: NonNullable<ConnectOptions['prior']> = {
  kind: 'modern',
  discover: {
    resultType: 'complete',
    supportedVersions: [MODERN],
    capabilities: { tools: {} },
    ttlMs: 0,
    cacheScope: 'private',
  },
};

/**
 * Connects `@modelcontextprotocol/client` pinned to one revision: 2026-07-28, which sends nothing yet, or
 * an older one, which the first SDK cannot be told to offer.
 * @throws SessionError, NetworkError
 */
export async function connectSecondSdk(
  plan: SessionPlan,
  state: SessionState,
  revision: Exclude<ProtocolChoice, 'auto' | 'both'>,
): Promise<Conversation> {
  const sdk = await import('@modelcontextprotocol/client');
  const modern = revision === MODERN;
  const era = modern ? 'modern' : 'legacy';
  const wire = createWire(plan, state, era, (error) => classify(sdk, error));
  const capabilities = capabilitiesFor(revision);
  const client = new sdk.Client(plan.clientInfo, {
    capabilities,
    jsonSchemaValidator: withoutSchemas,
    ...(modern ? { inputRequired: { maxRounds: MAX_ROUNDS } } : { supportedProtocolVersions: [revision] }),
  });
  if (capabilities.elicitation !== undefined)
    client.setRequestHandler('elicitation/create', ({ params }) => state.elicitor.answer(params));
  const transport = new sdk.StreamableHTTPClientTransport(new URL(plan.url), {
    fetch: wire.fetch,
    reconnectionOptions: RECONNECTION,
    onInsufficientScope: 'throw',
  });
  let server: Session['server'] = null;
  let answered: string | undefined;
  let greeted = false;
  let received: unknown;
  let isModern = false;
  transport.onmessage = (message) => {
    if (!('result' in message)) return;
    received = message.result;
    // Absent means complete (2026-07-28 basic, resultType), but from a server that never sent one, that it speaks an older revision.
    if (modern && isModern && !('resultType' in message.result)) message.result.resultType = 'complete';
    isModern ||= 'resultType' in message.result;
    server ??= serverOf(message.result._meta?.[SERVER_INFO]);
    if ('protocolVersion' in message.result) answered = String(message.result.protocolVersion);
  };
  const close = async (): Promise<void> => {
    await endSession(wire, plan.url, transport.sessionId, transport.protocolVersion);
    await client.close().catch(() => undefined);
  };
  try {
    const options = modern ? { prior: TAKEN_AS_MODERN } : { timeout: SDK_TIMEOUT };
    await wire.ask((signal) => client.connect(transport, { ...options, signal }));
  } catch (error) {
    await close();
    throw answered === undefined || answered === revision ? error : otherRevision(revision, answered, error);
  }
  return {
    era,
    protocol: revision,
    server: () => server ?? client.getServerVersion() ?? null,
    stateful: () => transport.sessionId !== undefined,
    greet: async () => {
      if (!modern || greeted) return;
      await wire.ask((signal) => client.discover({ signal, timeout: SDK_TIMEOUT }));
      greeted = true;
    },
    listPage: async (cursor) => {
      if (client.getServerCapabilities()?.tools === undefined) return { tools: [] };
      const params = cursor === undefined ? {} : { params: { cursor } };
      return wire.ask(async (signal) => {
        const options = { signal, timeout: SDK_TIMEOUT };
        return pageOf(await client.request({ method: 'tools/list', ...params }, options), received);
      });
    },
    callTool: (tool, args) => wire.ask((signal) => callTool(client, tool, args, signal)),
    refusal: wire.refusal,
    close,
  };
}

/**
 * The tool's definition goes along, because parameters that it marks are mirrored into headers (2026-07-28
 * transports); its output schema does not: schemas are a worker's business.
 */
async function callTool(
  client: Client,
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const toolDefinition: SdkTool = { name: tool.name, inputSchema: inputSchemaOf(tool) };
  const options = { signal, timeout: SDK_TIMEOUT, toolDefinition };
  return toolAnswer(await client.callTool({ name: tool.name, arguments: { ...args } }, options));
}

function inputSchemaOf(tool: Tool): SdkTool['inputSchema'] {
  return typeof tool.inputSchema === 'object' ? { ...tool.inputSchema, type: 'object' } : { type: 'object' };
}

function classify(sdk: Sdk, error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof sdk.ProtocolError) {
    return { kind: 'rpc', code: error.code, message, data: error.data };
  }
  if (!(error instanceof sdk.SdkError)) return { kind: 'other', message };
  const { RequestTimeout, ConnectionClosed, InvalidResult, UnsupportedResultType } = sdk.SdkErrorCode;
  const { InputRequiredRoundsExceeded, CapabilityNotSupported } = sdk.SdkErrorCode;
  if (error.code === RequestTimeout || error.code === ConnectionClosed) return { kind: 'timeout' };
  if (error.code === InputRequiredRoundsExceeded) return { kind: 'asks_on', urls: urlsIn(error.data) };
  if (error.code === CapabilityNotSupported) return { kind: 'asks_undeclared', method: methodIn(error.data) };
  if (isMissingResultType(error.data)) return { kind: 'other_era' };
  const invalid = error.code === InvalidResult || error.code === UnsupportedResultType;
  return { kind: invalid ? 'invalid' : 'other', message };
}

function methodIn(data: unknown): string {
  const named = typeof data === 'object' && data !== null && 'method' in data ? data.method : undefined;
  return typeof named === 'string' ? named : 'something';
}

function isMissingResultType(data: unknown): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    'violation' in data &&
    data.violation === 'missing-resultType'
  );
}

function serverOf(info: unknown): Session['server'] {
  if (typeof info !== 'object' || info === null || !('name' in info) || !('version' in info)) return null;
  return { name: String(info.name), version: String(info.version) };
}
