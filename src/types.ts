/**
 * The nouns. A run walks a road, Target → Discovery → Token → Session; each step adds to the Evidence;
 * checks and diagnosis read it; the Report is all of it as data.
 */
import type { ErrorObject } from './errors.ts';
import type { SentRequest } from './probes.ts';
import type { Secret, Vault } from './secret.ts';

export type * from './probes.ts';

// ---------------------------------------------------------------- verdicts

/** What a check or step came to. `blocked`: an earlier step failed. `skip`: its needs were not met. */
export type Verdict = 'pass' | 'fail' | 'warn' | 'info' | 'skip' | 'blocked' | 'inconclusive';

export type RunVerdict = 'pass' | 'fail' | 'incomplete';

/** RFC 2119 keyword of the rule. MUST broken fails, SHOULD warns, MAY and INFO inform. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'INFO';

/** `legacy`: revisions with the `initialize` handshake (up to 2025-11-25). `modern`: 2026-07-28. */
export type Era = 'legacy' | 'modern';

/** Revisions of the specification that have authorization. */
export type Revision = '2025-03-26' | '2025-06-18' | '2025-11-25' | '2026-07-28';

// ---------------------------------------------------------------- target

/** What the user wants proved about one MCP endpoint. Built by commands from flags, environment and file. */
export interface Target {
  readonly name: string;
  /** The endpoint, byte for byte as the user gave it. */
  readonly url: string;
  /** Profile name; undefined: derived from the issuer. */
  readonly provider?: string;
  /** Entra tenant: GUID or verified domain. */
  readonly tenant?: string;
  /** Pinned issuer: credentials go to no other. */
  readonly issuer?: string;
  /** Other Entra host, origin only. */
  readonly authority?: string;
  /** The API's client id, App ID URI or audience string. */
  readonly audience?: string;
  /** RFC 8707 resource indicator; false: never send one; undefined: the provider's policy decides. */
  readonly resource?: string | false;
  readonly tokenEndpoint?: string;
  readonly jwksUri?: string;
  /** Further origins at which the pinned issuer's endpoints may live. */
  readonly allowedOrigins: readonly string[];
  /** Further headers to the MCP endpoint, for gateways. */
  readonly headers: readonly (readonly [name: string, value: string | Secret])[];
  readonly protocol: ProtocolChoice;
  readonly flows: readonly FlowRequest[];
  readonly expect: Expectations;
  /** What checks may use at this endpoint because its operator named it. */
  readonly probes?: ProbeSettings;
  /** Answer to form elicitations; undefined: they are declined. */
  readonly elicit?: Readonly<Record<string, unknown>>;
  /** Bounds each exchange and the wait for a person, in milliseconds. */
  readonly timeoutMs: number;
  /** Words by which a run picks its targets. */
  readonly tags?: readonly string[];
  /** Ids of checks that may fail here. */
  readonly expectedFailures?: readonly string[];
}

export type ProtocolChoice = 'auto' | 'both' | '2026-07-28' | '2025-11-25' | '2025-06-18' | '2025-03-26';

/** How one token is to be had. */
export interface FlowRequest {
  /** Registry name of the flow: `client_credentials`, `authorization_code`, … */
  readonly flow: string;
  /** Registered beforehand; goes before every other way of having a client id. */
  readonly clientId?: string;
  /** Client ID Metadata Document: this URL is the client id, where the authorization server takes one. */
  readonly clientMetadataUrl?: string;
  readonly credential?: Credential;
  /** `jwt_bearer`: the assertion that is the grant (RFC 7523 §2.1). */
  readonly assertion?: AssertionSource;
  /** `enterprise`: who changes the ID token for an identity assertion. */
  readonly identityProvider?: IdentityProvider;
  /** Sender-constrained tokens (RFC 9449). */
  readonly dpop?: boolean;
  /** Asked for literally; undefined: the profile derives them. */
  readonly scopes?: readonly string[];
  /** `msal` or `openid-client`; undefined: the profile's default. */
  readonly library?: string;
  /** Fixed loopback port of the redirect URI; undefined: a free one. */
  readonly port?: number;
  readonly expect?: TokenExpectation;
}

/** How a client proves itself to the authorization server. */
export type Credential =
  | {
      readonly kind: 'secret';
      readonly secret: Secret;
      readonly method?: SecretMethod;
    }
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: Secret }
  | { readonly kind: 'private_key'; readonly privateKey: Secret; readonly keyId?: string }
  /** A federated token (RFC 7523 §2.2). */
  | { readonly kind: 'assertion'; readonly source: AssertionSource }
  | { readonly kind: 'managed_identity'; readonly clientId?: string }
  /** A token somebody else obtained (`bearer` flow). */
  | { readonly kind: 'token'; readonly token: Secret };

/**
 * How a client secret travels. `client_secret_basic` encodes id and secret as RFC 6749 §2.3.1 wants it,
 * `client_secret_basic_raw` leaves them as they are, for servers that do not decode.
 */
export type SecretMethod = 'client_secret_post' | 'client_secret_basic' | 'client_secret_basic_raw';

/** Where an assertion comes from. It is fetched at every use, because files and services rotate it. */
export type AssertionSource =
  /** A file or an environment variable. */
  | { readonly from: 'reference'; readonly read: () => Promise<Secret> }
  /** GitHub Actions' token service; `audience` undefined: what the provider documents. */
  | {
      readonly from: 'github';
      readonly url: string;
      readonly token: Secret;
      readonly audience?: string;
    }
  /** A managed identity stands in for a credential of the application. */
  | { readonly from: 'managed_identity'; readonly clientId?: string; readonly audience?: string };

/** Enterprise-managed authorization: the first of its two authorization servers (RFC 8693). */
export interface IdentityProvider {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly credential?: Credential;
  readonly idToken: AssertionSource;
}

export interface TokenExpectation {
  readonly aud?: readonly string[];
  readonly iss?: string;
  /** Each must be among the token's scopes. */
  readonly scp?: readonly string[];
  /** Each must be among the token's roles. */
  readonly roles?: readonly string[];
}

export interface Expectations {
  readonly tools: readonly string[];
  readonly calls: readonly CallExpectation[];
}

/** `result` present: compared; absent: the call must only succeed. */
export interface CallExpectation {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
}

/** What checks cannot find out by themselves: which tool wants which scope, which other API may be asked for. */
export interface ProbeSettings {
  /** A harmless tool that needs `needs`: scopes, or roles with tokens for machines. */
  readonly scopedTool?: {
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly needs: readonly string[];
    /** A broader scope that includes `needs`, where the server has such a hierarchy. */
    readonly broader?: string;
  };
  /** A tool that hands out a handle, and one that takes it: the text "$handle" in its arguments. */
  readonly handle?: { readonly create: ProbeCall; readonly use: ProbeCall };
  /** A tool that asks the client for more input (2026-07-28, `input_required`). */
  readonly inputTool?: ProbeCall;
  /** Another API of the same authorization server, for a token with the wrong audience: scope (Entra ID) or resource. */
  readonly otherApi?: string;
  /** JSON-RPC methods that are meant to answer without a token. */
  readonly publicMethods?: readonly string[];
}

export interface ProbeCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

// ---------------------------------------------------------------- network

/** Why an exchange happens; grouped by in the report. */
export type Phase =
  | 'discovery'
  | 'registration'
  | 'authorization'
  | 'token'
  | 'session'
  | 'check'
  | 'cleanup';

/**
 * What a request may do. `metadata`: GET without credential, up to 3 same-origin https redirects followed.
 * `credential`: carries a secret, code or token to the authorization server; a redirect is an error.
 * `mcp`: to the endpoint with the bearer; a redirect is an error. `probe`: like mcp, but any answer, also a
 * redirect, is returned as it is.
 */
export type Purpose = 'metadata' | 'credential' | 'mcp' | 'probe';

export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Sent exactly, in this order, duplicates and Host included. */
  readonly headers?: HeaderList;
  readonly body?: string;
  readonly purpose: Purpose;
  readonly phase: Phase;
  /** The URL was named by a server, not by the user: private and link-local addresses are refused. */
  readonly named?: boolean;
  /** Plain http also beyond this machine; with `probe` only, and nothing secret may go along. */
  readonly plain?: true;
  /** Total deadline in milliseconds; default: the target's. */
  readonly timeoutMs?: number;
  /** Cap on decoded body bytes; default by purpose. */
  readonly maxBytes?: number;
  /** With an event stream: return after the first event that has data, and close. */
  readonly firstEventOnly?: boolean;
  /** How long an event stream is read, in milliseconds: then what came is the answer. 0: that it opened is enough. */
  readonly streamForMs?: number;
  /** Offers TLS 1.0 and 1.1 alone, to see whether a server still takes them: for requests without any secret. */
  readonly outdatedTls?: true;
}

export interface HttpResponse {
  readonly status: number;
  /** The final URL, after followed metadata redirects. */
  readonly url: string;
  readonly headers: HeaderList;
  /** All values of a header, in order, case-insensitive name. */
  header(name: string): readonly string[];
  /** Every challenge of every `WWW-Authenticate` line, in order; unreadable parts are left out. */
  readonly challenges: readonly Challenge[];
  readonly body: string;
  /** The number of the (last) recorded exchange. */
  readonly exchange: number;
}

export interface FetchOptions {
  readonly purpose: Purpose;
  readonly phase: Phase;
  readonly named?: boolean;
  /** Added to every request of this fetch, for instance the bearer and gateway headers. */
  readonly headers?: HeaderList;
  readonly timeoutMs?: number;
}

/**
 * The only road to the network, one per target: bounded, recorded, redacted.
 * Everything throws NetworkError with a code of its own (`timeout.*`, `dns.*`, `tcp.*`, `tls.*`, `limit.*`,
 * `redirect.*`, `ssrf.*`, `http.*`).
 */
export interface Http {
  readonly vault: Vault;
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  /** A WHATWG fetch with the same bounds, for openid-client and the MCP SDKs. Bodies stream. */
  readonly fetch: (options: FetchOptions) => typeof globalThis.fetch;
  /** Everything sent so far, redacted, in order. */
  readonly exchanges: readonly Exchange[];
  /**
   * The last error this room raised while a library was on the road: libraries hide causes. Reading it
   * clears it.
   */
  readonly takeError: () => Error | undefined;
}

/** One HTTP exchange, redacted. */
export interface Exchange {
  readonly n: number;
  readonly phase: Phase;
  readonly method: string;
  /** Query values that could be a secret are masked. */
  readonly url: string;
  /** null: no answer came. */
  readonly status: number | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Code of the NetworkError that ended it, if one did. */
  readonly error?: string;
  /** The server's clock: the `Date` header as sent. */
  readonly date?: string;
  /** Who says it answered: the `Server` and `Via` headers as sent, joined by a comma. */
  readonly from?: string;
  /** Media type of the answer. */
  readonly contentType?: string;
  /** Where a redirect leads, masked like a URL. */
  readonly location?: string;
  /** W3C `traceparent` that went along: the endpoint's logs have it. */
  readonly traceparent?: string;
  /** `client-request-id` that went along: Entra ID's sign-in logs have it as correlation id. */
  readonly clientRequestId?: string;
  /** Present with tracing only. */
  readonly request?: ExchangeMessage;
  readonly response?: ExchangeMessage;
}

export interface ExchangeMessage {
  readonly headers: HeaderList;
  /** Redacted and clipped. */
  readonly body?: string;
}

// ---------------------------------------------------------------- discovery

/** One `WWW-Authenticate` challenge (RFC 9110 §11.6.1). Parameter names are lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly token68?: string;
}

/** A document that a server published, and where it was found. */
export interface Located<T> {
  readonly url: string;
  readonly document: T;
  readonly exchange: number;
  /** What the URLs tried before it answered. */
  readonly tried: readonly Tried[];
}

export interface Tried {
  readonly url: string;
  readonly status: number | null;
  /** Plain words: "404", "HTML instead of JSON", an error code. */
  readonly outcome: string;
}

export interface ProtectedResourceMetadata {
  readonly resource?: string;
  readonly authorization_servers?: readonly string[];
  readonly scopes_supported?: readonly string[];
  readonly bearer_methods_supported?: readonly string[];
  readonly [member: string]: unknown;
}

export interface AuthorizationServerMetadata {
  readonly issuer?: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly jwks_uri?: string;
  readonly device_authorization_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly registration_endpoint?: string;
  readonly scopes_supported?: readonly string[];
  readonly code_challenge_methods_supported?: readonly string[];
  readonly token_endpoint_auth_methods_supported?: readonly string[];
  readonly grant_types_supported?: readonly string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
  readonly [member: string]: unknown;
}

/** What an unauthenticated request got. */
export interface UnauthenticatedAnswer {
  readonly era: Era;
  readonly status: number;
  readonly challenges: readonly Challenge[];
  /** The raw header lines. */
  readonly wwwAuthenticate: readonly string[];
  readonly exchange: number;
  readonly request?: SentRequest;
}

/** What the endpoint says of itself without a token, and what its authorization server publishes. */
export interface Discovery {
  readonly answers: readonly UnauthenticatedAnswer[];
  /** The first Bearer challenge, else the first DPoP one, if any. */
  readonly challenge: Challenge | null;
  readonly protectedResourceMetadata: Located<ProtectedResourceMetadata> | null;
  readonly protectedResourceTried: readonly Tried[];
  /** The authorization server in use: the pinned issuer, else the first one the endpoint names. */
  readonly issuer: string | null;
  /**
   * Revision 2025-03-26: the endpoint publishes no protected resource metadata, so its own origin is taken
   * for the authorization server, with what that publishes (`metadata`) or the default paths (`paths`).
   */
  readonly legacyFallback?: 'metadata' | 'paths';
  /** Every authorization server that the endpoint names. */
  readonly authorizationServers: readonly string[];
  readonly authorizationServerMetadata: Located<AuthorizationServerMetadata> | null;
  readonly authorizationServerTried: readonly Tried[];
  /** Why no location of its metadata could be asked at all: TLS, DNS, a time-out. */
  readonly authorizationServerError?: ErrorObject;
  readonly resource: string | null;
  readonly notes: readonly string[];
}

// ---------------------------------------------------------------- profile

/** What is known of an identity provider, as data and small pure functions. */
export interface Profile {
  readonly name: string;
  /** Shown to people: "Microsoft Entra ID". */
  readonly title: string;
  readonly defaultLibrary: 'msal' | 'openid-client';
  /** Whether an issuer, or the metadata it publishes, is this provider's. */
  readonly recognises: (issuer: string, metadata?: AuthorizationServerMetadata) => boolean;
  /** The issuer that the target's own settings pin, if they do. */
  readonly issuerOf: (target: Target) => string | undefined;
  /** Metadata locations in the order they are tried. */
  readonly metadataUrls: (issuer: string) => readonly string[];
  /** Origins, besides the issuer's own, at which its endpoints may live. */
  readonly origins: (issuer: string) => readonly string[];
  /** Scopes to ask for when the user named none. */
  readonly scopes: (grant: string, target: Target, discovery: Discovery) => readonly string[];
  /** The `resource` parameter to send, if any. */
  readonly resource: (
    grant: string,
    scopes: readonly string[],
    target: Target,
    discovery: Discovery,
  ) => string | undefined;
  /** Parameters of authorization and token requests besides the standard's: Auth0's `audience`. */
  readonly parameters: (
    grant: string,
    target: Target,
    discovery: Discovery,
  ) => Readonly<Record<string, string>>;
  /** What is certain to be refused and can be seen before anything is sent, the first of it. */
  readonly mistake: (target: Target, request: FlowRequest) => Mistake | undefined;
  /** Audience that a federated token for this provider carries; undefined: the issuer. */
  readonly federatedAudience: (issuer: string) => string | undefined;
  /** Whether a refresh request repeats the scopes. */
  readonly scopesOnRefresh: boolean;
  /** Whether the provider does PKCE without saying so in its metadata. */
  readonly pkceUnadvertised: boolean;
  /** Loopback redirect URI of a native application: host, path and whether any port is accepted. */
  readonly loopback: {
    readonly host: 'localhost' | '127.0.0.1';
    readonly path: string;
    readonly anyPort: boolean;
  };
  /** Every `iss` its access tokens may carry for this issuer. */
  readonly acceptedIssuers: (issuer: string) => readonly string[];
  /** Every `aud` its access tokens may carry for this audience setting. */
  readonly acceptedAudiences: (audience: string) => readonly string[];
  /** For the documentation: one entry for each kind of authorization server that it runs. */
  readonly facts: readonly ProviderFacts[];
}

/** What a user has to know to point this tool at a provider, in short lines of Markdown. */
export interface ProviderFacts {
  /** "Okta, custom authorization server". */
  readonly kind: string;
  /** Form of the issuer, `{…}` for what is the user's own. */
  readonly issuer: string;
  /** How a machine gets a token. */
  readonly machine: string;
  /** How a person gets one, with the redirect URI to register. */
  readonly person: string;
  /** How a client comes to its client id. */
  readonly registration: string;
  /** What `--audience` means and what the token's `aud` says. */
  readonly audience: string;
  /** What to watch for. */
  readonly watch: readonly string[];
}

/** A setting that the provider will refuse, and what to set instead. */
export interface Mistake {
  /** `usage.*` or `credential.*`. */
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

// ---------------------------------------------------------------- registration

/** A client that an authorization server registered on request (RFC 7591 §3.2.1). */
export interface Registration {
  /** It is for this issuer and no other. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: Secret;
  /** `token_endpoint_auth_method` of the answer. */
  readonly authMethod: string;
  /** The loopback redirect URI that was registered, with its port; absent for flows that need none. */
  readonly redirectUri?: string;
  /** The scopes that it was registered for; absent: no scopes were named. */
  readonly scopes?: readonly string[];
  /** Milliseconds since the epoch at which the secret expires; null: never. */
  readonly expiresAt: number | null;
}

/** Registered clients by issuer. */
export interface Registrations {
  /** The newest one of this issuer, or the newest that fits. */
  readonly find: (
    issuer: string,
    fits?: (registration: Registration) => boolean,
  ) => Promise<Registration | undefined>;
  readonly keep: (registration: Registration) => Promise<void>;
  /** Forgets one client of the issuer, or all of them. */
  readonly forget: (issuer: string, clientId?: string) => Promise<void>;
}

// ---------------------------------------------------------------- token

/** What a grant brought. */
export interface TokenSet {
  readonly accessToken: Secret;
  /** `Bearer`, `DPoP`, or `none` when there is no token. */
  readonly tokenType: string;
  /** With `DPoP`: the key that the token is bound to. */
  readonly proof?: ProofOfPossession;
  /** Milliseconds since the epoch; null: the server did not say. */
  readonly expiresAt: number | null;
  /** The `scope` member of the answer, split; null: absent. */
  readonly scopes: readonly string[] | null;
  /** What was asked for; undefined: nothing was, or it is not known. */
  readonly requestedScopes?: readonly string[];
  readonly refreshToken?: Secret;
  readonly idToken?: Secret;
  /** Which library got it: `msal`, `openid-client`, or `none`. */
  readonly library: string;
  readonly clientId?: string;
  readonly exchanges: readonly number[];
}

/** A key that a token is bound to (RFC 9449). Every request with the token carries a proof of its own. */
export interface ProofOfPossession {
  /** JWK thumbprint, base64url: what the token's `cnf.jkt` says. */
  readonly thumbprint: string;
  /** The value of the `DPoP` header. `nonce`: the last one that this server gave. */
  readonly prove: (request: {
    readonly method: string;
    readonly url: string;
    readonly accessToken?: Secret;
    readonly nonce?: string;
  }) => Promise<string>;
}

/** A token read, never with its signature. Arrays are always arrays, whatever the provider's spelling. */
export interface Token {
  readonly format: 'jwt' | 'jwe' | 'opaque';
  readonly header: Readonly<Record<string, unknown>> | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly aud: readonly string[];
  readonly scp: readonly string[];
  readonly roles: readonly string[];
  readonly iss: string | null;
  readonly sub: string | null;
  readonly clientId: string | null;
  readonly tenant: string | null;
  /** Entra's `ver`: "1.0" or "2.0". */
  readonly version: string | null;
  /** true: a machine's token; false: a person's; null: cannot be told. */
  readonly appOnly: boolean | null;
  /** ISO 8601. */
  readonly issuedAt: string | null;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly signature: 'verified' | 'invalid' | 'unverified';
  /** Why the signature is not verified, in plain words. */
  readonly signatureReason: string | null;
  /** Departures from the letter that were repaired or noticed while reading. */
  readonly remarks: readonly string[];
}

// ---------------------------------------------------------------- session

export interface Tool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema?: unknown;
  readonly outputSchema?: unknown;
}

export interface Call {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Structured content's `result` member, else the structured content, else the text parsed as JSON, else the text. */
  readonly result: unknown;
  /** Present only when a result was demanded. */
  readonly expected?: unknown;
  readonly verdict: 'pass' | 'fail';
  /** Why it failed, in plain words. */
  readonly message?: string;
  readonly durationMs: number;
  readonly exchanges: readonly number[];
}

/** One conversation with the endpoint as a real MCP client, in one era. */
export interface Session {
  readonly protocol: string;
  readonly era: Era;
  readonly server: { readonly name: string; readonly version: string } | null;
  readonly tools: readonly Tool[];
  readonly calls: readonly Call[];
  /** Tools that a client must leave out, because their parameters claim headers wrongly (2026-07-28). */
  readonly droppedTools: readonly { readonly name: string; readonly reason: string }[];
  /** What the server asked the person for. A URL is shown and never opened. */
  readonly elicitations: readonly {
    readonly mode: 'form' | 'url';
    readonly message: string;
    readonly url?: string;
    readonly answer: 'accept' | 'decline';
    /** Why the answer that the user gave does not fit the form, in plain words. */
    readonly reason?: string;
  }[];
  /** Whether the server issued an `Mcp-Session-Id`. */
  readonly stateful: boolean;
  readonly error: ErrorObject | null;
  readonly exchanges: readonly number[];
}

/** The endpoint refused the token that it was shown, in the middle of a conversation. */
export interface TokenRefusal {
  readonly status: 401 | 403;
  /** The first Bearer or DPoP challenge. */
  readonly challenge: Challenge | null;
  /** Whether it had let this token in before. */
  readonly wasAccepted: boolean;
  readonly exchange: number;
}

/**
 * Gets a token that may be accepted where the last one was not: refreshed, for more scopes, from another
 * authorization server. undefined: there is none, the refusal stands.
 * @throws AuthcheckError that says why it could not be had
 */
export type Renew = (refusal: TokenRefusal) => Promise<Pick<TokenSet, 'accessToken' | 'proof'> | undefined>;

// ---------------------------------------------------------------- evidence

export interface FlowEvidence {
  readonly request: FlowRequest;
  readonly tokens?: TokenSet;
  readonly token?: Token;
  readonly sessions: readonly Session[];
  readonly error: ErrorObject | null;
}

/** Everything a run has found about one target. Checks observe with it, judges and diagnosis only read it. */
export interface Evidence {
  readonly target: Target;
  readonly profile: Profile;
  readonly discovery: Discovery | null;
  readonly flows: readonly FlowEvidence[];
  /** null: could not be known. */
  readonly eras: { readonly legacy: boolean | null; readonly modern: boolean | null };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

// ---------------------------------------------------------------- report

/** Outcome of one check or one step of the road. */
export interface Result {
  readonly id: string;
  readonly group: string;
  readonly level: Level;
  readonly spec: readonly string[];
  readonly verdict: Verdict;
  readonly flow?: string;
  readonly protocol?: string;
  readonly message: string;
  readonly exchanges: readonly number[];
  /** What mends it; with `fail` and `warn`. */
  readonly fix?: string;
  /** Inconclusive, and another run would not tell more: it does not leave the run incomplete. */
  readonly undecidable?: true;
  /** It was said beforehand that it may fail (`--expected-failures`): it does not fail the run. */
  readonly expectedFailure?: true;
  /** A shell line that sends the same request again, `$TOKEN` in place of the access token. */
  readonly reproduce?: string;
  /** Where something had to be refused: whether the endpoint let it in, however it said no. */
  readonly accepted?: boolean;
  /** Where a claim of the token was compared: what was expected of it. */
  readonly expected?: readonly string[];
}

/** A root cause and the step that mends it. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'note';
  /** How sure the cause is: nothing else fits what was seen, most often it is this, one of several that fit. */
  readonly confidence: 'certain' | 'likely' | 'possible';
  readonly aadsts: number | null;
  readonly summary: string;
  readonly cause: string;
  readonly fix: string;
  /** What can be pasted where the fix is made, with this run's own ids. */
  readonly paste?: readonly Paste[];
  /** Where more can be seen: a page of the portal, a log, the header of an answer. */
  readonly look?: string;
  /** Other causes that fit what was seen, the likelier first, one sentence each. */
  readonly alternatives?: readonly string[];
  /** With alternatives: the one observation that would decide between them. */
  readonly decide?: string;
  /** Code of the finding that it only follows from. */
  readonly because?: string;
  /** What the provider's support asks for. */
  readonly support?: SupportIds;
  /** Ids of the results that it explains. */
  readonly results: readonly string[];
  readonly docs: string;
}

/** A command line, a fragment of a manifest or a setting, ready to be pasted. */
export interface Paste {
  readonly where: 'shell' | 'manifest' | 'server' | 'gateway' | 'client' | 'claims';
  readonly text: string;
}

/** Identifiers of one refused request, under which the provider's logs have it. */
export interface SupportIds {
  readonly traceId?: string;
  readonly correlationId?: string;
  /** As the provider wrote it. */
  readonly timestamp?: string;
}

export interface SessionReport {
  readonly protocol: string;
  readonly tools: readonly { readonly name: string; readonly description?: string }[];
  readonly calls: readonly Omit<Call, 'exchanges'>[];
  readonly droppedTools: Session['droppedTools'];
  readonly elicitations: Session['elicitations'];
  readonly error: ErrorObject | null;
}

export interface FlowReport {
  readonly flow: string;
  readonly library: string | null;
  readonly verdict: RunVerdict;
  readonly token: Token | null;
  readonly sessions: readonly SessionReport[];
  readonly error: ErrorObject | null;
}

export interface DiscoveryReport {
  readonly issuer: string | null;
  readonly resource: string | null;
  readonly challenge: Challenge | null;
  readonly protectedResourceMetadata: ProtectedResourceMetadata | null;
  readonly authorizationServerMetadata: AuthorizationServerMetadata | null;
}

export interface TargetReport {
  readonly name: string;
  readonly url: string;
  readonly tags?: readonly string[];
  readonly verdict: RunVerdict;
  /** What a run of this target alone would exit with. */
  readonly exitCode: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly server: { readonly name: string; readonly version: string } | null;
  readonly eras: { readonly legacy: boolean | null; readonly modern: boolean | null };
  readonly discovery: DiscoveryReport;
  readonly flows: readonly FlowReport[];
  readonly results: readonly Result[];
  readonly findings: readonly Finding[];
  readonly exchanges: readonly Exchange[];
}

export interface Summary {
  readonly pass: number;
  readonly fail: number;
  readonly warn: number;
  readonly info: number;
  readonly skip: number;
  readonly blocked: number;
  readonly inconclusive: number;
}

/** Everything a run has to say. Reporters are pure functions of it. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'mcp-authcheck'; readonly version: string };
  readonly runId: string;
  /** The trace that the endpoints were told (W3C Trace Context), 32 hexadecimal digits. */
  readonly traceId?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  readonly summary: Summary;
  readonly targets: readonly TargetReport[];
}
