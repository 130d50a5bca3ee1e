import { tokenChallenge } from '../text/challenges.ts';
import { quote } from '../token/index.ts';
import type { ProbeAnswer } from '../types.ts';

/** What came back, in one phrase: status, JSON-RPC error, challenge. */
export function describeAnswer(answer: ProbeAnswer): string {
  return `${answer.status}${saying(answer)}${challenged(answer)}`;
}

function saying(answer: ProbeAnswer): string {
  const error = answer.rpc?.error;
  if (error !== undefined) return ` with JSON-RPC error ${error.code} ${quote(error.message, 80)}`;
  if (answer.kind === 'result') return ' with a JSON-RPC result';
  if (answer.kind === 'redirect') return ' (a redirect)';
  return answer.kind === 'other' ? ` with ${quote(answer.contentType || 'no content type', 60)}` : '';
}

function challenged(answer: ProbeAnswer): string {
  if (answer.status !== 401) return '';
  const challenge = tokenChallenge(answer.challenges);
  if (challenge === null) return ' without a Bearer challenge';
  const { error } = challenge.parameters;
  const scheme = challenge.scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer';
  return error === undefined ? ` with a ${scheme} challenge` : ` with ${scheme} error=${quote(error, 40)}`;
}
