import { SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Http } from '../types.ts';
import { notSupported, type RpcError, rpcError } from './rpc-error.ts';

/** What an SDK's own error says, whichever SDK it is; each adapter tells them apart by type and code. */
export type Fault =
  | ({ readonly kind: 'rpc' } & RpcError)
  | { readonly kind: 'timeout' }
  /** A result that only a server of the handshake eras sends. */
  | { readonly kind: 'other_era' }
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

/** The fault as an error of ours, for when our fetch saw nothing wrong. */
export function faultError(fault: Fault, http: Http, cause: unknown): SessionError {
  const options = { phase: 'session', exchanges: [lastExchange(http)], cause };
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
