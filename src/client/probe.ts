import { SessionError } from '../errors.ts';
import type { Http, HttpResponse, Probe, ProbeAnswer, ProbeRequest, SentRequest, Target } from '../types.ts';
import { readProbeAnswer } from './probe-answer.ts';
import { type ClientInfo, probeBody, probeHeaders, revealed } from './probe-shape.ts';
import { proofHeader } from './proof-header.ts';

const DEFAULT_CLIENT: ClientInfo = { name: 'mcp-authcheck', version: '1' };

/**
 * Raw requests to the endpoint, in the exact shape of either era, for what an SDK will not send: a missing,
 * broken or doubled credential, a false header. Nothing is sent along; every answer, also a redirect, is
 * returned as it is. Sent again is only what wanted a nonce in its proof (RFC 9449 §9), once; the last answer
 * is the one returned.
 * The probe throws NetworkError when no answer came.
 */
export function createProbe(
  http: Http,
  target: Pick<Target, 'url' | 'headers'>,
  clientInfo: ClientInfo = DEFAULT_CLIENT,
): Probe {
  const { origin } = new URL(target.url);
  const nonces = new Map<string, string>();

  const send = async (request: ProbeRequest): Promise<Exchanged> => {
    const method = request.method ?? 'POST';
    const url = request.url ?? target.url;
    if (new URL(url).origin !== origin && (request.authorization ?? []).length > 0)
      throw new SessionError(
        'endpoint.origin',
        `A token was about to go to ${new URL(url).origin}; it was not sent.`,
      );
    const body = method === 'POST' ? probeBody(request, clientInfo) : undefined;
    const { key, accessToken } = request.proof ?? {};
    const proof =
      key === undefined || accessToken === undefined
        ? undefined
        : await proofHeader(key, { method, url, accessToken }, nonces);
    const headers = probeHeaders(request, target.headers, proof && http.vault.keep(proof));
    const sent: SentRequest = { method, url, headers, ...(body === undefined ? {} : { body }) };
    const response = await http.send({
      method,
      url,
      headers: revealed(headers),
      ...(body === undefined ? {} : { body }),
      purpose: 'probe',
      phase: request.phase,
      firstEventOnly: true,
      ...(method === 'GET' ? { streamForMs: request.streamForMs ?? 0 } : {}),
    });
    const [nonce] = response.header('dpop-nonce');
    if (nonce !== undefined) nonces.set(origin, nonce);
    return { sent, response };
  };

  return async (request) => {
    const first = await send(request);
    const again = request.proof !== undefined && wantsNonce(first.response);
    return answerOf(request, again ? await send(request) : first);
  };
}

function isStream(contentType: string): boolean {
  return /^text\/event-stream\s*(?:;|$)/i.test(contentType.trim());
}

interface Exchanged {
  readonly sent: SentRequest;
  readonly response: HttpResponse;
}

function wantsNonce(response: HttpResponse): boolean {
  if (response.status !== 401 || response.header('dpop-nonce').length === 0) return false;
  return response.challenges.some(({ parameters }) => parameters.error === 'use_dpop_nonce');
}

function answerOf(request: ProbeRequest, { sent, response }: Exchanged): ProbeAnswer {
  const contentType = response.header('content-type')[0] ?? '';
  const [sessionId] = response.header('mcp-session-id');
  return {
    era: request.era,
    status: response.status,
    headers: response.headers,
    challenges: response.challenges,
    wwwAuthenticate: response.header('www-authenticate'),
    ...readProbeAnswer(response.status, response.body),
    ...(response.status < 300 && isStream(contentType) && response.body === '' ? { kind: 'accepted' } : {}),
    ...(sessionId === undefined ? {} : { sessionId }),
    contentType,
    body: response.body,
    exchange: response.exchange,
    request: sent,
  };
}
