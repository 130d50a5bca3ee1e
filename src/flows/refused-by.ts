import { AuthcheckError, type ErrorOptions, type ProviderError, TokenError, UsageError } from '../errors.ts';
import { saidBy } from './provider-error.ts';
import { RateLimitedError, waitAsked } from './rate-limit.ts';
import { type Asked, hintFor } from './token-hints.ts';

/** Which server was asked for what: "The identity provider", "the token exchange". */
export interface Request {
  readonly server: string;
  readonly what: string;
  readonly asked: Asked;
  /** The step of the road, where it is not getting the token itself. */
  readonly phase?: string;
}

/**
 * The same error, told so that a person knows which server it came from and what to do there. Where nothing was
 * sent, and for a bug of ours, it is returned as it is.
 */
export function refusedBy(request: Request, error: unknown): unknown {
  if (!(error instanceof AuthcheckError) || error instanceof UsageError) return error;
  const { provider } = error;
  const hint = (provider === undefined ? undefined : hintFor(provider, request.asked)) ?? error.hint;
  const options: ErrorOptions = {
    phase: request.phase ?? error.phase ?? 'token',
    exchanges: error.exchanges,
    retryable: error.retryable,
    cause: error,
    ...(error.target === undefined ? {} : { target: error.target }),
    ...(provider === undefined ? {} : { provider }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new TokenError(error.code, sentence(request, error), options);
}

function sentence({ server, what }: Request, error: AuthcheckError): string {
  const { code, message, provider } = error;
  if (error instanceof RateLimitedError) {
    return `${server} is busy${http(provider)}${waitAsked(error.retryAfterMs)}.`;
  }
  if (!code.startsWith('oauth.') || provider === undefined) {
    return `${server} gave no usable answer to ${what}. ${message}`;
  }
  return `${server} refused ${what} ${saidBy(provider)}`;
}

function http(provider: ProviderError | undefined): string {
  return provider?.status === undefined ? '' : ` (HTTP ${provider.status})`;
}
