import type { Http, HttpResponse, Probe, ProbeAnswer, ProbeRequest, Target } from '../types.ts';
import { readProbeAnswer } from './probe-answer.ts';
import { type ClientInfo, probeBody, probeHeaders } from './probe-shape.ts';

const DEFAULT_CLIENT: ClientInfo = { name: 'mcp-authcheck', version: '1' };

/**
 * Raw requests to the endpoint, in the exact shape of either era, for what an SDK will not send: a missing,
 * broken or doubled credential, a false header. Nothing is sent along and nothing is retried; every answer,
 * also a redirect, is returned as it is.
 * The probe throws NetworkError when no answer came.
 */
export function createProbe(
  http: Http,
  target: Pick<Target, 'url' | 'headers'>,
  clientInfo: ClientInfo = DEFAULT_CLIENT,
): Probe {
  return async (request) => {
    const method = request.method ?? 'POST';
    const body = method === 'POST' ? probeBody(request, clientInfo) : undefined;
    const response = await http.send({
      method,
      url: target.url,
      headers: probeHeaders(request, target.headers),
      ...(body === undefined ? {} : { body }),
      purpose: 'probe',
      phase: request.phase,
      firstEventOnly: true,
    });
    return answerOf(request, response);
  };
}

function answerOf(request: ProbeRequest, response: HttpResponse): ProbeAnswer {
  const contentType = response.header('content-type')[0] ?? '';
  const [sessionId] = response.header('mcp-session-id');
  return {
    era: request.era,
    status: response.status,
    headers: response.headers,
    challenges: response.challenges,
    wwwAuthenticate: response.header('www-authenticate'),
    ...readProbeAnswer(response.status, response.body),
    ...(sessionId === undefined ? {} : { sessionId }),
    contentType,
    exchange: response.exchange,
  };
}
