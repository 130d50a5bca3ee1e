import { AuthcheckError, TokenError, UsageError } from '../errors.ts';
import type { HttpResponse } from '../types.ts';
import type { FlowContext } from './flow.ts';
import { jsonObject } from './json-object.ts';
import { acceptedBody, readTokenAnswer, type TokenType } from './token-answer.ts';
import type { Wire } from './wire.ts';

/**
 * Turns whatever a library threw into one error with a stable code. What the network room said and what the
 * authorization server answered count more than a library's words.
 */
export function asTokenError(
  error: unknown,
  wire: Wire,
  context: FlowContext,
  tokenType?: TokenType,
): AuthcheckError {
  const known = wire.failure() ?? ownError(error);
  if (known !== undefined) return known;
  const answer = wire.answers.at(-1);
  const name = libraryCode(error);
  if (answer === undefined) {
    return new UsageError('config.library_refused', `The library refused these settings: ${name}.`, {
      target: context.target.name,
      phase: 'token',
      hint: 'Nothing was sent. The other library may take them: --library msal or --library openid-client.',
      cause: error,
    });
  }
  try {
    acceptedBody(answer, context.http.vault);
    readTokenAnswer(answer, context.http.vault, tokenType);
  } catch (refused) {
    if (refused instanceof AuthcheckError) return refused;
    throw refused;
  }
  // Not as the cause: the libraries' errors carry the whole answer, tokens included.
  return new TokenError('token.invalid', `The library refused the token answer: ${name}${odd(answer)}.`, {
    target: context.target.name,
    phase: 'token',
    exchanges: [answer.exchange],
  });
}

/** Members that only the libraries judge, and what they must be (RFC 6749 §5.1). */
const TYPES = { expires_in: 'number', scope: 'string', refresh_token: 'string', id_token: 'string' };

/** Which of them are what they must not be, to go with a library's name for the error. */
function odd({ body }: HttpResponse): string {
  const members = jsonObject(body) ?? {};
  const names = Object.entries(TYPES).flatMap(([name, type]) => {
    const value = members[name];
    const isRight =
      typeof value === type && (typeof value !== 'number' || (value >= 0 && Number.isFinite(value)));
    return value === undefined || isRight ? [] : [name];
  });
  return names.length === 0 ? '' : `, because of ${names.join(' and ')}`;
}

// openid-client wraps what a function of ours threw on its way.
function ownError(error: unknown): AuthcheckError | undefined {
  if (error instanceof AuthcheckError) return error;
  return error instanceof Error && error.cause instanceof AuthcheckError ? error.cause : undefined;
}

/** A library's stable name for an error: msal-node's `errorCode`, openid-client's `code`. Never its prose. */
function libraryCode(error: unknown): string {
  for (const member of ['errorCode', 'code', 'name']) {
    const value: unknown = error instanceof Error ? Reflect.get(error, member) : undefined;
    if (typeof value === 'string' && /^[\w.-]{1,80}$/.test(value)) return value;
  }
  return 'unknown error';
}
