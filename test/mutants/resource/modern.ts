import { type HttpAnswer, json } from '../http.ts';
import { META, MODERN_VERSION } from './era.ts';
import type { Call, Caller, Message, ResourceContext, ResourceParts } from './parts.ts';
import { CAPABILITIES, RpcError, rpcError, runMethod, SERVER_INFO } from './rpc.ts';

const CACHEABLE = [
  'server/discover',
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'prompts/list',
];

/** Revision 2026-07-28: one request, one answer, nothing remembered. */
export function answerModern(
  call: Call,
  message: Message,
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): HttpAnswer {
  const headers = parts.modernHeaders(call);
  const { id, method, params } = message;
  if (id === undefined) return { status: 202, headers };
  try {
    if (method === 'subscriptions/listen') return listen(id, params);
    const result = {
      resultType: 'complete',
      ...(CACHEABLE.includes(method) ? parts.cacheHints(method) : {}),
      ...(method === 'server/discover' ? DISCOVERED : runMethod(call, message, caller, parts, context)),
      _meta: { [`${META}/serverInfo`]: SERVER_INFO },
    };
    return json(200, { jsonrpc: '2.0', id, result }, headers);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return rpcError(error.code === -32601 ? 404 : 200, error.code, error.message, id);
  }
}

const { logging: _logging, ...capabilities } = CAPABILITIES;
const DISCOVERED = { supportedVersions: [MODERN_VERSION], capabilities };

/** The stream is acknowledged and stays open; nothing of what could be listened to ever changes here. */
function listen(id: string | number, params: Message['params']): HttpAnswer {
  if (typeof params.notifications !== 'object' || params.notifications === null) {
    throw new RpcError(-32602, 'notifications is required');
  }
  const acknowledged = {
    jsonrpc: '2.0',
    method: 'notifications/subscriptions/acknowledged',
    params: { notifications: {}, _meta: { [`${META}/subscriptionId`]: id } },
  };
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: (write) => {
      write(`event: message\ndata: ${JSON.stringify(acknowledged)}\n\n`);
      return () => undefined;
    },
  };
}
