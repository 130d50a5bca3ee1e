import { type HttpAnswer, type HttpRequest, header, json, withHeaders } from '../http.ts';
import { authenticate } from './authenticate.ts';
import { MODERN_VERSION, readCall } from './era.ts';
import { answerHandshake } from './handshake.ts';
import { wellKnown } from './metadata.ts';
import { answerModern } from './modern.ts';
import type { Call, Caller, Problem, ResourceContext, ResourceParts } from './parts.ts';
import { rpcError } from './rpc.ts';

/** From the request to the answer: paths, boundary, gate, permissions, protocol. Decides nothing itself. */
export async function respond(
  request: HttpRequest,
  parts: ResourceParts,
  context: ResourceContext,
): Promise<HttpAnswer> {
  return parts.answer(request, await route(request, parts, context));
}

async function route(
  request: HttpRequest,
  parts: ResourceParts,
  context: ResourceContext,
): Promise<HttpAnswer> {
  if (!parts.allowsHost(header(request, 'host'))) {
    return rpcError(parts.foreignStatus('host'), -32000, 'This Host is not served here');
  }
  if (request.path.startsWith(wellKnown)) return metadata(request, parts);
  if (!parts.isEndpoint(request.path)) return json(404, { error: 'not_found' });
  const origin = header(request, 'origin');
  if (origin === undefined) return endpoint(request, parts, context);
  if (!parts.allowsOrigin(origin)) {
    return rpcError(parts.foreignStatus('origin'), -32000, 'This Origin may not call this server');
  }
  const preflight = request.method === 'OPTIONS' ? parts.preflight(request, origin) : undefined;
  return withHeaders(preflight ?? (await endpoint(request, parts, context)), parts.corsHeaders(origin));
}

function metadata(request: HttpRequest, parts: ResourceParts): HttpAnswer {
  const headers = parts.metadataHeaders();
  const document = parts.metadataDocument(request.path);
  if (document === undefined) return withHeaders(json(404, { error: 'not_found' }), headers);
  if (request.method === 'OPTIONS') return { status: 204, headers };
  if (!['GET', 'HEAD'].includes(request.method)) return { status: 405, headers: { allow: 'GET, HEAD' } };
  return withHeaders(json(parts.metadataStatus(), document), headers);
}

async function endpoint(
  request: HttpRequest,
  parts: ResourceParts,
  context: ResourceContext,
): Promise<HttpAnswer> {
  const call = readCall(request);
  const outcome = await authenticate(call, parts, context);
  if ('problem' in outcome) return refuse(outcome.problem, parts);
  const { caller } = outcome;
  return withHeaders(serve(call, caller, parts, context), parts.authorizedHeaders(call, caller));
}

function refuse(problem: Problem, parts: ResourceParts): HttpAnswer {
  const challenge = parts.formatChallenge(parts.challengeParameters(problem));
  const headers = parts.refusalHeaders(challenge, problem);
  return json(parts.refusalStatus(problem), parts.refusalBody(problem), headers);
}

function serve(call: Call, caller: Caller, parts: ResourceParts, context: ResourceContext): HttpAnswer {
  const unspoken = parts.unspoken(call);
  if (unspoken !== undefined) {
    const data = unspoken.code === -32022 ? { supported: [MODERN_VERSION] } : undefined;
    return rpcError(400, unspoken.code, unspoken.message, call.message?.id ?? null, data);
  }
  if (!parts.allowsMethod(call)) {
    const allow = call.era === 'modern' ? 'POST' : 'GET, POST, DELETE';
    return withHeaders(rpcError(405, -32000, 'Method not allowed'), { allow });
  }
  if (Array.isArray(call.body)) {
    if (!parts.acceptsBatch(call)) return rpcError(400, -32600, 'Batches are not served');
    return batch(call, call.body, caller, parts, context);
  }
  if (call.era === 'modern') return serveModern(call, caller, parts, context);
  return scopeRefusal(call, caller, parts) ?? answerHandshake(call, caller, parts, context);
}

function serveModern(call: Call, caller: Caller, parts: ResourceParts, context: ResourceContext): HttpAnswer {
  const { message } = call;
  if (message === undefined) return rpcError(400, -32700, 'The body is no JSON-RPC request');
  const problem = parts.headerProblem(call);
  if (problem !== undefined) {
    const data = problem.code === -32022 ? { supported: [MODERN_VERSION] } : undefined;
    return rpcError(400, problem.code, problem.message, message.id ?? null, data);
  }
  const refusal = scopeRefusal(call, caller, parts);
  return refusal ?? answerModern(call, parts.effectiveMessage(call, message), caller, parts, context);
}

/** Only reached by a server that accepts batches. */
function batch(
  call: Call,
  items: readonly unknown[],
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): HttpAnswer {
  const answers = items.map((item) => {
    const request = { ...call.request, body: JSON.stringify(item) };
    return serve({ ...readCall(request), era: call.era }, caller, parts, context).body ?? 'null';
  });
  return json(
    200,
    answers.map((answer) => JSON.parse(answer) as unknown).filter((answer) => answer !== null),
  );
}

function scopeRefusal(call: Call, caller: Caller, parts: ResourceParts): HttpAnswer | undefined {
  const tool = parts.toolToAuthorize(call);
  const needed = tool === undefined ? [] : parts.neededScopes(tool);
  if (needed.every((scope) => parts.hasPermission(caller, scope))) return undefined;
  const scopes = parts.challengedScopes(needed, caller);
  return refuse({ kind: 'insufficient_scope', detail: 'The token lacks a permission', scopes }, parts);
}
