import { SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Http } from '../types.ts';
import { authorizationNeeded, notSupported, type RpcError, rpcError } from './rpc-error.ts';

/** What an SDK's own error says, whichever SDK it is; each adapter tells them apart by type and code. */
export type Fault =
  | ({ readonly kind: 'rpc' } & RpcError)
  | { readonly kind: 'timeout' }
  /** A result that only a server of the handshake eras sends. */
  | { readonly kind: 'other_era' }
  | { readonly kind: 'invalid'; readonly message: string }
  /** It asks its questions again and again; `urls`: the pages that it wants visited. */
  | { readonly kind: 'asks_on'; readonly urls: readonly string[] }
  /** It asks for something that was not declared. */
  | { readonly kind: 'asks_undeclared'; readonly method: string }
  | { readonly kind: 'other'; readonly message: string };

/** The fault as an error of ours, for when our fetch saw nothing wrong. */
export function faultError(fault: Fault, http: Http, cause?: unknown): SessionError {
  const exchanges = [lastExchange(http)];
  const options = { phase: 'session', exchanges, ...(cause === undefined ? {} : { cause }) };
  const cleaned = (text: string): string => quote(http.vault.redact(text), 300);
  switch (fault.kind) {
    case 'rpc':
      return rpcError({ ...fault, message: http.vault.redact(fault.message) }, options);
    case 'timeout':
      return new SessionError(
        'timeout.answer',
        'The server took the request and did not answer it in time.',
        {
          ...options,
          hint: 'Raise --timeout if the server is slow.',
        },
      );
    case 'other_era':
      return notSupported('modern', 'its results carry no resultType', options);
    case 'asks_on':
      if (fault.urls.length > 0) return authorizationNeeded(fault.urls, options);
      return new SessionError(
        'mcp.input_required',
        'The tool asks its question again and again, whatever it is answered.',
        { ...options, hint: 'Give the answer that it wants with --elicit JSON.' },
      );
    case 'asks_undeclared':
      return new SessionError(
        'mcp.input_not_declared',
        `The tool asks the client for ${cleaned(fault.method)}, which the client did not declare.`,
        { ...options, hint: 'A server may only ask for what the capabilities of the request name.' },
      );
    case 'invalid':
      return new SessionError(
        'mcp.invalid_result',
        `The official SDK rejects the server's answer: ${cleaned(fault.message)}.`,
        { ...options, hint: 'The answer departs from the specification; other clients fail here too.' },
      );
    case 'other':
      return new SessionError('mcp.client_error', `The official SDK gave up: ${cleaned(fault.message)}.`, {
        ...options,
        hint: 'Run it again with --trace to see what was sent and what came back.',
      });
  }
}

/** The number of the newest recorded exchange. */
export function lastExchange(http: Http): number {
  return http.exchanges.at(-1)?.n ?? 0;
}
