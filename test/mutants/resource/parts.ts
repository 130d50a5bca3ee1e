import type { JWK, JWTPayload } from 'jose';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import type { EraParts, Note, Session, ToolParts } from './protocol-parts.ts';

export type { EraParts, Note, Session, State, ToolParts } from './protocol-parts.ts';

/** What the resource server knows about itself, for parts that need more than their arguments. */
export interface ResourceContext {
  readonly origin: string;
  /** The endpoint, which is also the resource identifier and the audience of its tokens. */
  readonly url: string;
  readonly issuer: string;
  readonly jwksUri: string;
  /** RFC 7662, where tokens are opaque. */
  readonly introspection?: {
    readonly endpoint: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly metadataUrl: string;
  readonly scopes: readonly string[];
  /** Key of the seals of request states; random per start. */
  readonly sealKey: Buffer;
  readonly isRevoked: (jti: string) => boolean;
  /** Takes tokens that are bound to a key, with a proof of it (RFC 9449). */
  readonly dpop: boolean;
  /** The live sessions of the handshake era, by id. */
  readonly sessions: Map<string, Session>;
  readonly notes: Map<string, Note>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Who calls, by a token that was good. */
export interface Caller {
  readonly sub: string;
  readonly clientId: string;
  /** Scopes and roles of the token. */
  readonly permissions: readonly string[];
  /** One per principal among all issuers: sessions, notes and request states are bound to it. */
  readonly principal: string;
  readonly claims: JWTPayload;
}

export type Era = 'handshake' | 'modern';

/** A request to the endpoint with what its body says. `message` is undefined when that is no JSON object. */
export interface Call {
  readonly request: HttpRequest;
  readonly era: Era;
  /** The parsed body, a batch included. */
  readonly body: unknown;
  readonly message: Message | undefined;
}

export interface Message {
  readonly id?: string | number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Why a request is refused at the gate. `detail` names neither the token nor parts of it. */
export type Problem =
  | { readonly kind: 'no_token' }
  | {
      readonly kind: 'invalid_request' | 'invalid_token' | 'invalid_dpop_proof' | 'keys_unavailable';
      readonly detail: string;
    }
  | { readonly kind: 'insufficient_scope'; readonly detail: string; readonly scopes: readonly string[] };

/** What the Authorization header holds. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'token'; readonly token: string };

export interface Decoded {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: JWTPayload;
}

type Headers = HttpAnswer['headers'];

/** Paths and RFC 9728 metadata. */
export interface MetadataParts {
  /** Exactly `/mcp`. Everything else that is not metadata is 404. */
  isEndpoint: (path: string) => boolean;
  /** The document at a well-known path (below `/.well-known/oauth-protected-resource`); undefined is 404. */
  metadataDocument: (path: string) => object | undefined;
  metadataStatus: () => number;
  /** Content type and CORS `*`. */
  metadataHeaders: () => Headers;
}

/** What a web page may do. */
export interface BoundaryParts {
  /** The server's own host and port. */
  allowsHost: (host: string | undefined) => boolean;
  /** The server's own origin. Asked only when there is an Origin. */
  allowsOrigin: (origin: string) => boolean;
  /** 403. */
  foreignStatus: (what: 'host' | 'origin') => number;
  /** Headers of every answer to a request with an allowed Origin. */
  corsHeaders: (origin: string) => Headers;
  /** The answer to OPTIONS with an allowed Origin, before the gate: 204. Undefined leaves it to the gate. */
  preflight: (request: HttpRequest, origin: string) => HttpAnswer | undefined;
}

/** Finding the token, and who gets in without one. */
export interface GateParts {
  /** Reads the Authorization lines (as sent, in order). */
  credential: (lines: readonly string[]) => Credential;
  /** Whether this is the Bearer scheme, in any case. */
  isBearer: (scheme: string) => boolean;
  /** Whether this is the DPoP scheme, in any case; never where it is not taken. */
  isDpop: (scheme: string) => boolean;
  /** Thumbprint of the key whose proof for this request and this token came along; undefined: none did. */
  keyOfProof: (request: HttpRequest, token: string) => Promise<string | undefined>;
  /** A token found in query or body, when no header brought one: always undefined. */
  tokenElsewhere: (request: HttpRequest) => string | undefined;
  /** Whom a refused request is taken for nevertheless: always undefined. For open doors of every kind. */
  exempt: (call: Call, problem: Problem) => Caller | undefined;
  /** What an error thrown while verifying means: 401 invalid_token, or 503 where no keys can be had. */
  problemOfError: (error: unknown) => Problem;
}

/** What makes a JWT good; each is asked on its own and all must say yes. Times are seconds. */
export interface TokenParts {
  /** Claims of a token that is believed before any of this is asked: always undefined. The claims are still judged. */
  believedUnverified: (token: string) => JWTPayload | undefined;
  /** Three segments of JSON, JSON and signature; undefined: not a JWT. */
  decode: (token: string) => Decoded | undefined;
  /** RS256, ES256, EdDSA. */
  acceptsAlgorithm: (alg: unknown) => boolean;
  /** `at+jwt`, also as `application/at+jwt`. */
  acceptsType: (typ: unknown) => boolean;
  /** No `crit` in the header, as no extension is understood. */
  acceptsCritical: (header: Decoded['header']) => boolean;
  /** The issuer's keys; `fresh` after a miss in the cache. */
  fetchKeys: (fresh: boolean) => Promise<readonly JWK[]>;
  /** The one published key of this kid and algorithm. A key inside the header is never looked at. */
  selectKey: (keys: readonly JWK[], header: Decoded['header']) => JWK | undefined;
  verifySignature: (token: string, key: JWK, header: Decoded['header']) => Promise<boolean>;
  acceptsIssuer: (iss: unknown) => boolean;
  acceptsAudience: (aud: unknown) => boolean;
  /** Required; 60 s of leeway. */
  acceptsExpiry: (exp: unknown, now: number) => boolean;
  /** Optional; 60 s of leeway. */
  acceptsNotBefore: (nbf: unknown, now: number) => boolean;
  /** `sub` is there. */
  acceptsSubject: (sub: unknown) => boolean;
  /** No `cnf`: a bound token is no Bearer token (RFC 9449 §7.2). With a proof: `cnf.jkt` is the key that was proved. */
  acceptsBinding: (cnf: unknown, proved: string | undefined) => boolean;
  isRevoked: (jti: unknown) => boolean;
  /** Claims of an opaque token (RFC 7662), which pass the same judges; undefined: not active. */
  introspect: (token: string) => Promise<JWTPayload | undefined>;
  callerOf: (claims: JWTPayload, principal: string) => Caller;
  /** Issuer, subject and client in one string. */
  principalOf: (claims: JWTPayload) => string;
}

/** How a refusal looks. */
export interface ChallengeParts {
  /** 401; 400 for a malformed header; 403 for insufficient scope; 503 without keys. */
  refusalStatus: (problem: Problem) => number;
  /** Parameters of the challenge, in order; values are quoted by `formatChallenge`. */
  challengeParameters: (problem: Problem) => readonly (readonly [name: string, value: string])[];
  /** The value of WWW-Authenticate. */
  formatChallenge: (parameters: readonly (readonly [name: string, value: string])[]) => string;
  /** All headers of a refusal, given the challenge. */
  refusalHeaders: (challenge: string, problem: Problem) => Headers;
  refusalBody: (problem: Problem) => object;
}

/** Permissions of tools. */
export interface ScopeParts {
  /** The tool that the permission is checked for: the one that the body calls. */
  toolToAuthorize: (call: Call) => string | undefined;
  neededScopes: (tool: string) => readonly string[];
  /** By itself or by the broader `calculator.all`; a scope or a role. */
  hasPermission: (caller: Caller, scope: string) => boolean;
  /** What the challenge names: all scopes that the call needs, those that the token has, too. */
  challengedScopes: (needed: readonly string[], caller: Caller) => readonly string[];
}

/** The last word. */
export interface AnswerParts {
  /** Headers of answers to authorized requests: `Cache-Control: no-store`. */
  authorizedHeaders: (call: Call, caller: Caller) => Headers;
  /** Changes any outgoing answer of the server, metadata included. */
  answer: (request: HttpRequest, answer: HttpAnswer) => HttpAnswer | Promise<HttpAnswer>;
}

/**
 * Every decision of the resource server. Functions get what they need as arguments and do not call each
 * other: the pipeline (`pipeline.ts` and what it calls) asks them, so that one replaced function is one fault.
 */
export interface ResourceParts
  extends MetadataParts,
    BoundaryParts,
    GateParts,
    TokenParts,
    ChallengeParts,
    ScopeParts,
    EraParts,
    ToolParts,
    AnswerParts {}
