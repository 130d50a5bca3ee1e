import { AuthcheckError, TokenError } from '../errors.ts';
import type { Vault } from '../secret.ts';
import type { HeaderList, HttpResponse, Phase, Purpose } from '../types.ts';
import type { FlowContext } from './flow.ts';
import { jsonObject } from './json-object.ts';
import { requestIdHeaders } from './request-id.ts';

/**
 * One attempt's road to the authorization server, between a library and the network room: lets requests
 * through to the checked endpoints only, keeps what is secret in both directions, and remembers what came
 * back, because libraries hide bodies and causes.
 */
export interface Wire {
  readonly send: (request: WireRequest) => Promise<HttpResponse>;
  readonly answers: readonly HttpResponse[];
  /** The first error raised on this road; a library may have turned it into something else. */
  readonly failure: () => AuthcheckError | undefined;
}

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body?: string;
}

export interface WireLimits {
  /** Endpoints that may be asked, compared without their query. Absent: this host's identity service. */
  readonly endpoints?: readonly string[];
  readonly named: boolean;
  readonly purpose?: Purpose;
  /** Default: `token`. */
  readonly phase?: Phase;
  /** Plain http also beyond this machine; nothing secret goes along. */
  readonly plain?: true;
}

/** Opens the road for one attempt. `send` throws NetworkError, or TokenError `endpoint.origin`. */
export function openWire(context: FlowContext, limits: WireLimits): Wire {
  const answers: HttpResponse[] = [];
  let failure: AuthcheckError | undefined;
  const send = async (request: WireRequest): Promise<HttpResponse> => {
    try {
      if (limits.endpoints !== undefined) guard(request.url, limits.endpoints, context);
      keepSent(request, context.http.vault);
      // What a check sends stays as it wrote it, and a host's own identity service has no sign-in log.
      const isOwn = limits.phase !== 'check' && limits.endpoints !== undefined;
      const added = isOwn ? requestIdHeaders(context.profile, request) : [];
      const answer = await context.http.send({
        ...request,
        headers: [...request.headers, ...added],
        purpose: limits.purpose ?? 'credential',
        phase: limits.phase ?? 'token',
        named: limits.named,
        ...(limits.plain === true ? { plain: true } : {}),
      });
      keepReceived(answer.body, context.http.vault);
      answers.push(answer);
      return answer;
    } catch (error) {
      if (error instanceof AuthcheckError) failure ??= error;
      throw error;
    }
  };
  return { send, answers, failure: () => failure };
}

// MSAL asks login.microsoftonline.com about every authority that it does not know; nobody asked for that.
function guard(url: string, endpoints: readonly string[], context: FlowContext): void {
  if (endpoints.some((endpoint) => withoutQuery(endpoint) === withoutQuery(url))) return;
  throw new TokenError(
    'endpoint.origin',
    `A library wanted to ask ${withoutQuery(url)}, which was not agreed.`,
    {
      target: context.target.name,
      phase: 'token',
    },
  );
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

const SENT = [
  'client_secret',
  'client_assertion',
  'assertion',
  'subject_token',
  'actor_token',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
];
const RECEIVED = ['access_token', 'refresh_token', 'id_token', 'device_code'];

function keepSent(request: WireRequest, vault: Vault): void {
  const parameters = new URLSearchParams(request.body ?? '');
  for (const name of SENT) for (const value of parameters.getAll(name)) keep(vault, value);
  for (const [name, value] of request.headers) {
    if (name.toLowerCase() === 'authorization') keep(vault, value.replace(/^\S+\s+/, ''));
  }
}

// Also from an answer that is refused later on: it may end up in a trace.
function keepReceived(body: string, vault: Vault): void {
  for (const [name, member] of Object.entries(jsonObject(body) ?? {})) {
    if (RECEIVED.includes(name) && typeof member === 'string') keep(vault, member);
  }
}

// A value of a few characters cannot be a secret, and redacting it would eat ordinary text.
function keep(vault: Vault, value: string): void {
  if (value.length >= 8) vault.keep(value);
}
