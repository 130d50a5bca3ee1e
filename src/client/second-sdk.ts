import type { Client, ConnectOptions, Tool as SdkTool } from '@modelcontextprotocol/client';
import { SessionError } from '../errors.ts';
import type { ProtocolChoice, Session, Tool } from '../types.ts';
import type { Conversation, ToolAnswer } from './conversation.ts';
import { endSession } from './end-session.ts';
import type { Fault } from './fault.ts';
import { otherRevision } from './other-revision.ts';
import { authorizationNeeded, urlsIn } from './rpc-error.ts';
import {
  elicitation,
  formContent,
  pageOf,
  RECONNECTION,
  sdkTimeout,
  toolAnswer,
  withoutSchemas,
} from './sdk-common.ts';
import { MODERN, type SessionPlan } from './session-plan.ts';
import { createWire } from './wire.ts';

type Sdk = typeof import('@modelcontextprotocol/client');

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
  revision: Exclude<ProtocolChoice, 'auto' | 'both'>,
): Promise<Conversation> {
  const sdk = await import('@modelcontextprotocol/client');
  const modern = revision === MODERN;
  const era = modern ? 'modern' : 'legacy';
  const wire = createWire(plan, era, (error) => classify(sdk, error));
  const client = new sdk.Client(plan.clientInfo, {
    capabilities: modern
      ? {
          // A URL is shown to the person and never opened, so the capability can be honoured.
          elicitation: { ...elicitation(plan).elicitation, url: {} },
          extensions: { 'io.modelcontextprotocol/oauth-client-credentials': {} },
        }
      : elicitation(plan),
    jsonSchemaValidator: withoutSchemas,
    ...(modern ? {} : { supportedProtocolVersions: [revision] }),
  });
  const content = plan.elicit;
  if (content !== undefined) {
    client.setRequestHandler('elicitation/create', (request) =>
      request.params.mode === 'url'
        ? { action: 'decline' }
        : { action: 'accept', content: formContent(content) },
    );
  }
  const transport = new sdk.StreamableHTTPClientTransport(new URL(plan.url), {
    fetch: wire.fetch,
    reconnectionOptions: RECONNECTION,
    onInsufficientScope: 'throw',
  });
  let server: Session['server'] = null;
  let answered: string | undefined;
  let greeted = false;
  transport.onmessage = (message) => {
    if (!('result' in message)) return;
    server ??= serverOf(message.result._meta?.[SERVER_INFO]);
    if ('protocolVersion' in message.result) answered = String(message.result.protocolVersion);
  };
  const close = async (): Promise<void> => {
    await endSession(wire, plan.url, transport.sessionId, transport.protocolVersion);
    await client.close().catch(() => undefined);
  };
  try {
    const options = modern ? { prior: TAKEN_AS_MODERN } : { timeout: sdkTimeout(plan) };
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
      await wire.ask((signal) => client.discover({ signal, timeout: sdkTimeout(plan) }));
      greeted = true;
    },
    listPage: async (cursor) => {
      if (client.getServerCapabilities()?.tools === undefined) return { tools: [] };
      const params = cursor === undefined ? {} : { params: { cursor } };
      return wire.ask(async (signal) =>
        pageOf(
          await client.request({ method: 'tools/list', ...params }, { signal, timeout: sdkTimeout(plan) }),
        ),
      );
    },
    callTool: (tool, args) =>
      wire.ask((signal) => callTool(client, tool, args, { signal, timeout: sdkTimeout(plan) }, plan)),
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
  options: { readonly signal: AbortSignal; readonly timeout: number },
  plan: SessionPlan,
): Promise<ToolAnswer> {
  const toolDefinition: SdkTool = { name: tool.name, inputSchema: inputSchemaOf(tool) };
  const result = await client.callTool(
    { name: tool.name, arguments: { ...args } },
    { ...options, toolDefinition, allowInputRequired: plan.elicit === undefined },
  );
  if ('resultType' in result && result.resultType === 'input_required') throw inputRequired(result);
  return toolAnswer(result);
}

function inputRequired(result: unknown): SessionError {
  const urls = urlsIn(result);
  if (urls.length > 0) return authorizationNeeded(urls);
  return new SessionError('mcp.input_required', 'The tool asks the user a question before it answers.', {
    phase: 'session',
    hint: 'Give the answer with --elicit JSON.',
  });
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
  if (error.code === RequestTimeout || error.code === ConnectionClosed) return { kind: 'timeout' };
  if (isMissingResultType(error.data)) return { kind: 'other_era' };
  const invalid = error.code === InvalidResult || error.code === UnsupportedResultType;
  return { kind: invalid ? 'invalid' : 'other', message };
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
