import type { Secret } from '../secret.ts';
import type {
  CallExpectation,
  Evidence,
  Http,
  ProofOfPossession,
  ProtocolChoice,
  Renew,
  Target,
} from '../types.ts';
import type { SchemaValidator } from './schema-validator.ts';

export const MODERN = '2026-07-28';
export const NEWEST_LEGACY = '2025-11-25';

/** One principal's conversation with one endpoint. */
export interface SessionPlan {
  readonly url: string;
  readonly http: Http;
  /** null: no `Authorization` header is sent. */
  readonly token: Secret | null;
  /** The key that the token is bound to: it is then sent as `DPoP` with a proof, not as `Bearer`. */
  readonly proof?: ProofOfPossession | undefined;
  /** Asked when the endpoint refuses the token with 401, or with 403 and `insufficient_scope`. */
  readonly renew?: Renew | undefined;
  readonly headers: Target['headers'];
  readonly protocol: ProtocolChoice;
  /** What the user demanded. */
  readonly calls: readonly CallExpectation[];
  /** Nothing was demanded: the tools that every calculator has are called when they are listed. */
  readonly callDefaults: boolean;
  /** Bounds each exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly clientInfo: { readonly name: string; readonly version: string };
  /** Stop after the handshake, or after the list; absent: list and call. */
  readonly only?: 'connect' | 'list' | undefined;
  /** What earlier conversations with this endpoint showed: `auto` then need not find out. */
  readonly eras?: Evidence['eras'] | undefined;
  /** Told every page that the server wants a person to visit, as it came: whoever shows it must escape it. */
  readonly onPage?: ((url: string, message: string) => void) | undefined;
  /** Answer to a form elicitation; absent: it is declined. */
  readonly elicit?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Shared by the conversations of a run, because its worker takes a tenth of a second to start; whoever
   * shares it closes it. Absent: one of its own.
   */
  readonly schemas?: SchemaValidator | undefined;
  readonly signal?: AbortSignal | undefined;
}
