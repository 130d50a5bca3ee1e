import type { Era, Probe, ProbeAnswer, ProtocolChoice, UnauthenticatedAnswer } from '../types.ts';

const MODERN = '2026-07-28';
/** MCP 2026-07-28: the server does not take the revision of this request; its data names those it takes. */
const UNSUPPORTED_VERSION = -32022;

/**
 * Asks the endpoint without a token, in the modern shape and, for `both` or when that shape was not
 * understood, in the legacy one: without a token the era cannot be known, because a gate refuses both alike.
 * Where the user chose the modern revision and `one` will do, the legacy shape is never sent.
 * @throws NetworkError when the endpoint cannot be reached
 */
export async function askWithoutToken(
  probe: Probe,
  eras: 'one' | 'both',
  protocol: ProtocolChoice = 'auto',
): Promise<readonly ProbeAnswer[]> {
  const modern = await ask(probe, 'modern');
  if (eras === 'one' && (protocol === MODERN || understood(modern))) return [modern];
  return [modern, await ask(probe, 'legacy')];
}

export function asUnauthenticated(answer: ProbeAnswer): UnauthenticatedAnswer {
  const { era, status, challenges, wwwAuthenticate, exchange, request } = answer;
  return { era, status, challenges, wwwAuthenticate, exchange, request };
}

function ask(probe: Probe, era: Era): Promise<ProbeAnswer> {
  return probe({ era, phase: 'discovery' });
}

function understood(answer: ProbeAnswer): boolean {
  if (answer.status === 401 || answer.status === 403 || answer.kind === 'redirect') return true;
  if (namesModern(answer)) return true;
  return answer.kind === 'result' || answer.kind === 'accepted' || answer.kind === 'other';
}

function namesModern({ rpc }: ProbeAnswer): boolean {
  const data = rpc?.error?.data;
  if (rpc?.error?.code !== UNSUPPORTED_VERSION || typeof data !== 'object' || data === null) return false;
  return 'supported' in data && Array.isArray(data.supported) && data.supported.includes(MODERN);
}
