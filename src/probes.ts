/** Raw requests that checks send: to the endpoint, and to the authorization server as the client of a flow. */
import type { Secret } from './secret.ts';
import type { Challenge, Era, HeaderList, Phase, ProofOfPossession } from './types.ts';

// ---------------------------------------------------------------- the endpoint

/** A raw request to the endpoint, for what an SDK will not send. */
export interface ProbeRequest {
  /** Which revision's request shape: headers and `_meta` differ. */
  readonly era: Era;
  /** Whole `Authorization` values, one header line each; absent or empty: no such header. */
  readonly authorization?: readonly (string | Secret)[];
  /** How each value of `authorization` is written in a shell; default: `Bearer $TOKEN` for secrets. */
  readonly authorizationInShell?: readonly string[];
  /** The token in `authorization` is bound to this key: a fresh proof goes along. */
  readonly proof?: { readonly key: ProofOfPossession; readonly accessToken: Secret };
  /** HTTP method; default POST. Other methods send no body. */
  readonly method?: string;
  /** JSON-RPC message; default: `initialize` (legacy), `tools/list` (modern). No `id`: a notification. */
  readonly rpc?: {
    readonly method: string;
    readonly params?: Readonly<Record<string, unknown>>;
    readonly notification?: boolean;
  };
  /** Sent instead of a JSON-RPC message, as it is. */
  readonly body?: string;
  /** Another address on the endpoint's origin; default: the endpoint. */
  readonly url?: string;
  readonly sessionId?: string;
  /** Added; a name that the probe would send itself is replaced. An empty value leaves the header out. */
  readonly headers?: HeaderList;
  /** With GET: how long to wait for the first event of a stream, in milliseconds; default: that it opens is enough. */
  readonly streamForMs?: number;
  readonly phase: Phase;
}

export interface ProbeAnswer {
  readonly era: Era;
  readonly status: number;
  readonly headers: HeaderList;
  readonly challenges: readonly Challenge[];
  readonly wwwAuthenticate: readonly string[];
  /**
   * `result`: JSON-RPC result (JSON or first event). `rpc_error`: JSON-RPC error with a 2xx status.
   * `accepted`: 2xx without a message. `refused`: 4xx or 5xx. `redirect`: 3xx. `other`: 2xx that is no MCP answer.
   */
  readonly kind: 'result' | 'rpc_error' | 'accepted' | 'refused' | 'redirect' | 'other';
  /** The JSON-RPC message in the body, whatever the status; of a batch the first. */
  readonly rpc: {
    readonly result?: unknown;
    readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  } | null;
  /** As it came, with a stream its first event. May hold secrets: redact before quoting. */
  readonly body: string;
  readonly sessionId?: string;
  readonly contentType: string;
  readonly exchange: number;
  /** What was sent, for the line that reproduces it. */
  readonly request: SentRequest;
}

export type Probe = (request: ProbeRequest) => Promise<ProbeAnswer>;

/** A request as it was sent, its secrets still covered. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string | Secret, inShell?: string])[];
  readonly body?: string | Secret;
  /** How the body is written in a shell, where it holds a secret. */
  readonly bodyInShell?: string;
}

// ---------------------------------------------------------------- the authorization server

/**
 * Requests to the authorization server as the client of one flow. What is secret goes to the pinned issuer's own
 * endpoints only. All reject with NetworkError when no answer came, TokenError when the server may not be asked.
 */
export interface ServerProbe {
  /** Why the flow's client cannot ask, if so: no client id, no secret, a managed identity. */
  readonly unable: string | undefined;
  readonly clientId: string | undefined;
  /** One request to the token endpoint. */
  readonly token: (request: TokenProbe) => Promise<ServerAnswer>;
  /** A GET of the authorization endpoint without cookies; no redirect is followed. */
  readonly authorize: (parameters: FormParameters) => Promise<ServerAnswer>;
  /** A person signs in once more; the code is not redeemed. Rejects with TokenError when nobody is there. */
  readonly signIn: (changes: CodeProbe) => Promise<CodeAnswer>;
  /** RFC 7009. undefined: the server has no revocation endpoint. */
  readonly revoke: (
    token: Secret,
    hint: 'access_token' | 'refresh_token',
  ) => Promise<ServerAnswer | undefined>;
  /** One registration request (RFC 7591). */
  readonly register: (document: Readonly<Record<string, unknown>>) => Promise<ServerAnswer>;
  /** Deletes what `register` made, where the answer said how (RFC 7592). false: it did not say. */
  readonly unregister: (registered: ServerAnswer) => Promise<boolean>;
}

/** Values by name; null: the parameter that would be sent is left out. */
export type FormParameters = Readonly<Record<string, string | Secret | null>>;

export interface TokenProbe {
  /** Added to the form, in place of what the client authentication would send under the same name. */
  readonly parameters: FormParameters;
  /**
   * `own` (default): as the flow proves itself. `wrong_secret`: its id with a secret that nobody has.
   * `none`: its id alone. `wrong_audience`, `expired`, `replayed`: a private_key_jwt assertion with that fault,
   * where the client has a key.
   */
  readonly authentication?: 'own' | 'wrong_secret' | 'none' | 'wrong_audience' | 'expired' | 'replayed';
  /** Default POST; parameters of a GET travel in the query, and nothing secret with them. */
  readonly method?: 'GET' | 'POST';
  /** The same endpoint under plain http, without any credential. */
  readonly plainHttp?: true;
}

/** What a person's sign-in is made of; default: as the flow `authorization_code` does it. */
export interface CodeProbe {
  /** Replace or leave out (null) parameters of the authorization request. */
  readonly parameters?: FormParameters;
}

/** An authorization response that reached the loopback redirect URI. */
export interface CodeAnswer {
  readonly code: Secret | undefined;
  readonly codeVerifier: Secret;
  readonly redirectUri: string;
  /** Sent, and received: all values. */
  readonly state: { readonly sent: string; readonly received: readonly string[] };
  readonly iss: readonly string[];
  readonly error: string | undefined;
  /** Names of all parameters that came, also those in a fragment if the page showed one. */
  readonly names: readonly string[];
  readonly request: SentRequest;
}

/** What the authorization server said, without its secrets. */
export interface ServerAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  /** Where it redirects to. */
  readonly location: string | undefined;
  /** Of a JSON answer or of a redirect's query; tokens and codes are masked in it. */
  readonly members: Readonly<Record<string, unknown>>;
  /** OAuth `error`, in the body or in the redirect. */
  readonly error: string | undefined;
  readonly accessToken?: Secret;
  readonly refreshToken?: Secret;
  readonly idToken?: Secret;
  /** Redacted and clipped. */
  readonly body: string;
  readonly exchange: number;
  readonly request: SentRequest;
}
