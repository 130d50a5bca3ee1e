import { type HttpAnswer, json } from '../http.ts';
import { META, record } from './era.ts';
import type { Call, Caller, Message, ResourceContext, ResourceParts } from './parts.ts';
import { canonical } from './tools.ts';

/** A JSON-RPC error to be answered. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const SERVER_INFO = { name: 'calculator', version: '1.0.0' };

export const CAPABILITIES = { tools: {}, resources: {}, prompts: {}, logging: {} };

export function rpcError(
  status: number,
  code: number,
  message: string,
  id: string | number | null = null,
  data?: object,
): HttpAnswer {
  const error = data === undefined ? { code, message } : { code, message, data };
  return json(status, { jsonrpc: '2.0', id, error });
}

/** Results that both eras share. */
export function runMethod(
  call: Call,
  { method, params }: Message,
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): Readonly<Record<string, unknown>> {
  if (method === 'tools/list') return { tools: parts.listedTools(caller, call) };
  if (method === 'resources/list') return { resources: [] };
  if (method === 'resources/templates/list') return { resourceTemplates: [] };
  if (method === 'prompts/list') return { prompts: [] };
  if (method !== 'tools/call') throw new RpcError(-32601, 'Method not found');
  const name = string(params.name);
  const known = parts.listedTools(caller, call).some((tool) => record(tool).name === name);
  if (!known) throw new RpcError(-32602, 'Unknown tool');
  const input = record(params.arguments);
  if (name === 'confirm') return confirm(params, input, caller, parts, context);
  try {
    const structuredContent = runTool(name, input, caller, parts, context);
    return { content: [text(JSON.stringify(structuredContent))], structuredContent };
  } catch (error) {
    return { content: [text(error instanceof Error ? error.message : 'failed')], isError: true };
  }
}

function runTool(
  name: string,
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
  parts: ResourceParts,
  { notes }: ResourceContext,
): object {
  if (name === 'open_note') {
    const handle = parts.newHandle(caller);
    notes.set(handle, { handle, owner: caller, text: string(input.text) });
    return { handle };
  }
  if (name !== 'read_note') return parts.runTool(name, input, caller);
  const note = notes.get(string(input.handle));
  if (note === undefined || !parts.ownsNote(note, caller)) throw new Error('There is no such note');
  return { text: note.text };
}

/** 2026-07-28, multi round-trip requests: nothing is kept, the state comes back with the retry. */
function confirm(
  params: Message['params'],
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
  parts: ResourceParts,
  context: ResourceContext,
): Readonly<Record<string, unknown>> {
  const { principal } = caller;
  if (params.requestState === undefined) {
    const expires = context.now() + 300;
    const state = { principal, tool: 'confirm', arguments: canonical(input), expires };
    const requests = elicits(params) ? { inputRequests: { confirmation: QUESTION } } : {};
    return { resultType: 'input_required', ...requests, requestState: parts.sealState(state) };
  }
  const state = parts.unsealState(string(params.requestState));
  const good =
    state !== undefined &&
    parts.isStateFresh(state, context.now()) &&
    parts.isStateOfCaller(state, caller) &&
    parts.isStateOfCall(state, 'confirm', input);
  if (!good) throw new RpcError(-32602, 'The request state is not valid here');
  const answer = record(record(params.inputResponses).confirmation);
  const done = !elicits(params) || answer.action === 'accept';
  return { content: [text(done ? 'confirmed' : 'declined')] };
}

const QUESTION = {
  method: 'elicitation/create',
  params: {
    mode: 'form',
    message: 'Really?',
    requestedSchema: { type: 'object', properties: { really: { type: 'boolean' } } },
  },
};

function elicits(params: Message['params']): boolean {
  return record(record(params._meta)[`${META}/clientCapabilities`]).elicitation !== undefined;
}

function text(content: string): object {
  return { type: 'text', text: content };
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
