import { quote } from '../token/index.ts';
import type { Challenge, ProbeAnswer } from '../types.ts';

/** What came back, in one phrase: status, JSON-RPC error, challenge. */
export function describeAnswer(answer: ProbeAnswer): string {
  return `${answer.status}${saying(answer)}${challenged(answer)}`;
}

/** The first Bearer challenge of an answer; scheme names are case-insensitive (RFC 9110 §11.1). */
export function bearerChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  return challenges.find((challenge) => challenge.scheme.toLowerCase() === 'bearer');
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
  const challenge = bearerChallenge(answer.challenges);
  if (challenge === undefined) return ' without a Bearer challenge';
  const { error } = challenge.parameters;
  return error === undefined ? ' with a Bearer challenge' : ` with Bearer error=${quote(error, 40)}`;
}
