import { type HttpAnswer, header, json } from '../http.ts';
import { messageOf, record } from './era.ts';
import type { Call, Caller, Message, ResourceContext, ResourceParts, Session } from './parts.ts';
import { CAPABILITIES, RpcError, rpcError, runMethod, SERVER_INFO } from './rpc.ts';

/** Revisions 2025-11-25 and 2025-06-18: every request but the first belongs to a session. */
export function answerHandshake(
  call: Call,
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): HttpAnswer {
  const { request } = call;
  if (request.method === 'POST' && record(call.body).jsonrpc !== '2.0') {
    return rpcError(400, -32700, 'The body is no JSON-RPC message');
  }
  if (call.message?.method === 'initialize') return open(call.message, caller, parts, context);
  if (!parts.acceptsVersionHeader(header(request, 'mcp-protocol-version'))) {
    return rpcError(400, -32000, 'This protocol version is not served');
  }
  const id = header(request, 'mcp-session-id');
  if (id === undefined) {
    if (parts.needsSession(call)) return rpcError(400, -32000, 'Mcp-Session-Id is required');
    return reply(call, undefined, caller, parts, context);
  }
  const session = parts.findSession(context.sessions, id);
  if (session === undefined) return rpcError(404, -32001, 'Session not found');
  if (!parts.ownsSession(session, caller, call)) {
    return rpcError(parts.strangerStatus(call), -32001, 'Session not found');
  }
  if (request.method === 'DELETE') {
    parts.endSession(context.sessions, session);
    return { status: 204, headers: {} };
  }
  if (request.method === 'GET') return stream(call, session, parts, context);
  return reply(call, session, caller, parts, context);
}

function open(
  { id, params }: Message,
  caller: Caller,
  parts: ResourceParts,
  { sessions }: ResourceContext,
): HttpAnswer {
  const version = parts.negotiateVersion(params.protocolVersion);
  const session: Session = {
    id: parts.newSessionId(caller),
    owner: caller,
    version,
    events: [],
    listeners: new Set(),
    closers: new Set(),
  };
  sessions.set(session.id, session);
  const result = { protocolVersion: version, capabilities: CAPABILITIES, serverInfo: SERVER_INFO };
  return json(200, { jsonrpc: '2.0', id: id ?? null, result }, { 'mcp-session-id': session.id });
}

function reply(
  call: Call,
  session: Session | undefined,
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): HttpAnswer {
  const message = messageOf(call.body);
  if (message?.id === undefined) return { status: 202, headers: {} };
  const { id, method } = message;
  try {
    const result = method === 'ping' ? {} : resultOf(call, message, caller, parts, context);
    if (method === 'tools/call' && session !== undefined) tell(session, String(message.params.name));
    return json(200, { jsonrpc: '2.0', id, result });
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return rpcError(200, error.code, error.message, id);
  }
}

function resultOf(
  call: Call,
  message: Message,
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): object {
  return message.method === 'logging/setLevel' ? {} : runMethod(call, message, caller, parts, context);
}

/** Every tool call is an event of the session's stream, heard or kept for later. */
function tell(session: Session, tool: string): void {
  const params = { level: 'info', logger: 'calculator', data: `${tool} was called` };
  emit(session, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params }));
}

function emit(session: Session, data: string): void {
  const event = { id: `${session.id}_${session.events.length + 1}`, data };
  session.events.push(event);
  for (const listener of session.listeners) listener(event);
}

/** A stream begins with an empty event, from whose id it can be resumed (2025-11-25). */
function stream(call: Call, session: Session, parts: ResourceParts, context: ResourceContext): HttpAnswer {
  const last = header(call.request, 'last-event-id');
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: (write, end) => {
      const listener = ({ id, data }: Session['events'][number]): void => {
        write(`id: ${id}\n${data === '' ? '' : 'event: message\n'}data: ${data}\n\n`);
      };
      if (last !== undefined) parts.eventsAfter(last, session, context.sessions).forEach(listener);
      session.listeners.add(listener);
      session.closers.add(end);
      if (session.version >= '2025-11-25') emit(session, '');
      return () => {
        session.listeners.delete(listener);
        session.closers.delete(end);
      };
    },
  };
}
