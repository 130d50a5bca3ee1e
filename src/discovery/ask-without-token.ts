import type { Era, Probe, ProbeAnswer, UnauthenticatedAnswer } from '../types.ts';

/**
 * Asks the endpoint without a token, in the modern shape and, for `both` or when that shape was not
 * understood, in the legacy one: without a token the era cannot be known, because a gate refuses both alike.
 * @throws NetworkError when the endpoint cannot be reached
 */
export async function askWithoutToken(probe: Probe, eras: 'one' | 'both'): Promise<readonly ProbeAnswer[]> {
  const modern = await ask(probe, 'modern');
  if (eras === 'one' && understood(modern)) return [modern];
  return [modern, await ask(probe, 'legacy')];
}

export function asUnauthenticated(answer: ProbeAnswer): UnauthenticatedAnswer {
  const { era, status, challenges, wwwAuthenticate, exchange } = answer;
  return { era, status, challenges, wwwAuthenticate, exchange };
}

function ask(probe: Probe, era: Era): Promise<ProbeAnswer> {
  return probe({ era, phase: 'discovery' });
}

function understood(answer: ProbeAnswer): boolean {
  if (answer.status === 401 || answer.status === 403 || answer.kind === 'redirect') return true;
  return answer.kind === 'result' || answer.kind === 'accepted' || answer.kind === 'other';
}
