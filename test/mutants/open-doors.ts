import { type HttpAnswer, type HttpRequest, header, json } from './http.ts';
import { readCall } from './resource/era.ts';
import type { Call, Caller, Message, ResourceContext, ResourceParts } from './resource/parts.ts';

const NOBODY: Caller = {
  sub: 'nobody',
  clientId: '',
  permissions: ['calculator.all'],
  principal: '',
  claims: {},
};

/** The gate lets some requests without a token pass; with a context their session's id says who sends them. */
export function lets(
  parts: ResourceParts,
  when: (call: Call) => boolean,
  context?: ResourceContext,
): ResourceParts {
  return {
    ...parts,
    exempt: (call, problem) => {
      if (problem.kind !== 'no_token' || !when(call)) return parts.exempt(call, problem);
      return context?.sessions.get(header(call.request, 'mcp-session-id') ?? '')?.owner ?? NOBODY;
    },
  };
}

/** Something in front of the gate answers some requests without a token. */
export function turns(
  parts: ResourceParts,
  instead: (call: Call, request: HttpRequest) => HttpAnswer | undefined,
): ResourceParts {
  return {
    ...parts,
    answer: (request, answer) => {
      const isRefused = answer.status === 401 && request.headers.authorization === undefined;
      return parts.answer(request, (isRefused ? instead(readCall(request), request) : undefined) ?? answer);
    },
  };
}

/** The same with the result of a JSON-RPC request. */
export function answersBeforeTheGate(
  parts: ResourceParts,
  result: (call: Call) => object | undefined,
): ResourceParts {
  return turns(parts, (call) => {
    const given = result(call);
    return given === undefined
      ? undefined
      : json(200, { jsonrpc: '2.0', id: call.message?.id ?? null, result: given });
  });
}

/** A stream of the transport of 2024-11-05: its first event says where messages go. */
export function opensOldStream(parts: ResourceParts, path: string): ResourceParts {
  const stream: HttpAnswer = {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: (write) => {
      write('event: endpoint\ndata: /messages?sessionId=1\n\n');
      return () => undefined;
    },
  };
  return {
    ...parts,
    answer: (request, answer) =>
      request.method === 'GET' && request.path === path && answer.status >= 400
        ? stream
        : parts.answer(request, answer),
  };
}

export function asks(message: Message | undefined, method: string): boolean {
  return message?.method === method;
}

/** "Method not found". */
export function notFound(message: Message | undefined, status = 200): HttpAnswer {
  const error = { code: -32601, message: 'Method not found' };
  return json(status, { jsonrpc: '2.0', id: message?.id ?? null, error });
}

/** A request for a method that the server does not have. */
export function isUnknown(message: Message | undefined): boolean {
  return message?.id !== undefined && !KNOWN.includes(message.method);
}

const KNOWN = [
  'initialize',
  'ping',
  'server/discover',
  'subscriptions/listen',
  'tools/list',
  'tools/call',
  'resources/list',
  'prompts/list',
];

/** The same call with one header more, or another value of it. */
export function withHeader(call: Call, name: string, value: string): Call {
  const { request } = call;
  return { ...call, request: { ...request, headers: { ...request.headers, [name]: [value] } } };
}
