import { createHash, timingSafeEqual } from 'node:crypto';
import { type AuthcheckError, TokenError } from '../errors.ts';
import type { Vault } from '../secret.ts';
import { refusal } from './token-answer.ts';

export interface CallbackExpectation {
  readonly state: string;
  readonly issuer: string;
  /** The metadata says `authorization_response_iss_parameter_supported`. */
  readonly issAdvertised: boolean;
  readonly vault: Vault;
}

/** `ignore`: not our answer, go on waiting. */
export type CallbackVerdict =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'refuse'; readonly error: AuthcheckError }
  | { readonly kind: 'code'; readonly code: string };

/**
 * Judges the parameters of an authorization response (RFC 6749 §4.1.2), in this order: `state`, duplicates,
 * `iss` (RFC 9207 §2.4, compared as strings), `error`, `code`. Whoever does not know the state can neither
 * end the wait nor put words in the server's mouth.
 */
export function judgeCallback(parameters: URLSearchParams, expected: CallbackExpectation): CallbackVerdict {
  const [state, ...furtherStates] = parameters.getAll('state');
  if (state === undefined || furtherStates.length > 0 || !sameText(state, expected.state)) {
    return { kind: 'ignore' };
  }
  const names = [...parameters.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return refuse('callback.duplicate', 'has a parameter twice');
  const iss = parameters.get('iss');
  if (iss === null && expected.issAdvertised) {
    return refuse('callback.iss_missing', `lacks the iss parameter that ${expected.issuer} promises`);
  }
  if (iss !== null && iss !== expected.issuer) {
    return refuse('callback.iss', `is from another issuer than ${expected.issuer}`);
  }
  if (parameters.has('error')) {
    const options = { phase: 'authorization' };
    return {
      kind: 'refuse',
      error: refusal(Object.fromEntries(parameters), expected.vault, undefined, options),
    };
  }
  const code = parameters.get('code') ?? '';
  if (code === '') return refuse('callback.code', 'has neither a code nor an error');
  expected.vault.keep(code);
  return { kind: 'code', code };
}

function refuse(code: string, what: string): CallbackVerdict {
  const error = new TokenError(code, `The authorization response ${what}; the code was not used.`, {
    phase: 'authorization',
    hint: 'Start again; if it happens again, the authorization server or something in between is at fault.',
  });
  return { kind: 'refuse', error };
}

// Hashed first, so that neither content nor length can be measured.
function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
