import type { JWTPayload } from 'jose';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import type { AuthenticationMethod, Client, Code, Grant, RefreshToken } from './state.ts';

type Headers = HttpAnswer['headers'];
export type Document = Readonly<Record<string, unknown>>;

/** What is published. */
export interface PublishedParts {
  /** RFC 8414; undefined is 404. */
  metadata: () => Document | undefined;
  /** OpenID Connect Discovery; undefined is 404. */
  openidConfiguration: () => Document | undefined;
  /** Where each document stands, as paths. */
  metadataPaths: () => readonly string[];
  openidPaths: () => readonly string[];
  /** Public members only. */
  keySet: () => { readonly keys: readonly object[] };
  /** Content type and CORS of the three. */
  metadataHeaders: () => Headers;
}

/** Who asks at the token endpoint. */
export interface ClientParts {
  /** POST. Else 405. */
  allowsTokenMethod: (method: string) => boolean;
  /** Registered beforehand or dynamically. */
  findClient: (id: string) => Client | undefined;
  /** The method is one of the client's. */
  allowsMethod: (client: Client, method: AuthenticationMethod) => boolean;
  secretMatches: (client: Client, secret: string) => boolean;
  /** Signature of a client assertion (RFC 7523) by the client's key; undefined: it is wrong. */
  verifyAssertion: (client: Client, assertion: string) => Promise<JWTPayload | undefined>;
  /** `iss` and `sub` are the client. */
  isAssertionOfClient: (claims: JWTPayload, client: Client) => boolean;
  /** The issuer or the token endpoint. */
  acceptsAssertionAudience: (aud: unknown) => boolean;
  /** `exp` is there and in the future. */
  isAssertionFresh: (claims: JWTPayload, now: number) => boolean;
  /** `jti` is there and was not seen before; remembers it. */
  isAssertionNew: (jti: unknown) => boolean;
  /** 401 with `WWW-Authenticate: Basic`. */
  invalidClient: () => HttpAnswer;
}

/** What is granted. */
export interface GrantParts {
  /** authorization_code, client_credentials, refresh_token. Else unsupported_grant_type. */
  supportsGrant: (grantType: string) => boolean;
  /** One of the client's. Else unauthorized_client. */
  allowsGrant: (client: Client, grantType: string) => boolean;
  /** A known resource, and one of those that the code or refresh token is for. Else invalid_target. */
  acceptsResource: (resource: string, granted?: readonly string[]) => boolean;
  /** The resources that a token is for: those asked for; else those granted; else the endpoint. */
  audienceOf: (asked: readonly string[], granted?: readonly string[]) => readonly string[];
  /** One of the server's and of the client's. Else invalid_scope. */
  acceptsScope: (scope: string, client: Client) => boolean;
  /** Those asked for, else `calculator.add calculator.subtract`. */
  grantedScopes: (asked: readonly string[], client: Client) => readonly string[];
}

/** The authorization endpoint. The user signs in by itself. */
export interface AuthorizeParts {
  /** A client whose id is the URL of its metadata document is found, too. */
  acceptsRedirectUri: (client: Client, redirectUri: string) => boolean;
  /** `code`. Else unsupported_response_type. */
  supportsResponseType: (responseType: string | null) => boolean;
  /** Why the challenge does not do (RFC 7636 with S256 only); undefined: it does. */
  challengeProblem: (challenge: string | null, method: string | null) => string | undefined;
  newCode: () => string;
  /** Seconds: 60. */
  codeLifetime: () => number;
  /** Parameters of the redirect, of successes and errors: what is given, `state` as sent, and `iss`. */
  redirectParameters: (
    given: Readonly<Record<string, string>>,
    state: string | null,
    asked: URLSearchParams,
  ) => readonly (readonly [name: string, value: string])[];
  /** Query, also where the redirect URI has one. */
  redirectLocation: (
    redirectUri: string,
    parameters: readonly (readonly [name: string, value: string])[],
  ) => string;
  /** 400 without a redirect. `redirectUri` is what was asked for, and not to be trusted. */
  errorPage: (problem: string, redirectUri: string | null) => HttpAnswer;
  /** Frame protection. */
  pageHeaders: () => Headers;
}

/** Redeeming a code and refreshing. Each "no" is invalid_grant. */
export interface RedemptionParts {
  findCode: (code: string) => Code | undefined;
  /** Makes the code unusable, before more than its client is judged. */
  spendCode: (code: Code) => void;
  /** Called with a code that was spent: revokes what came of it. */
  codeReplayed: (code: Code) => void;
  isCodeFresh: (code: Code, now: number) => boolean;
  isCodeOfClient: (code: Code, client: Client) => boolean;
  isCodeForRedirectUri: (code: Code, redirectUri: string | null) => boolean;
  verifierMatches: (code: Code, verifier: string | null) => boolean;
  /** Whether the client gets a refresh token with this grant. */
  givesRefreshToken: (grant: Grant) => boolean;
  findRefreshToken: (token: string) => RefreshToken | undefined;
  isRefreshTokenOfClient: (token: RefreshToken, client: Client) => boolean;
  isRefreshTokenFresh: (token: RefreshToken, now: number) => boolean;
  /** The old token ends and a new one comes. Without rotation the answer carries none. */
  rotatesRefreshToken: (token: RefreshToken) => boolean;
  /** Called with a refresh token that was rotated out: ends the one that took its place. */
  refreshTokenReplayed: (token: RefreshToken) => void;
  /** Scopes of the new token; undefined: more than was granted, invalid_scope. */
  refreshedScopes: (
    granted: readonly string[],
    asked: readonly string[] | undefined,
  ) => readonly string[] | undefined;
}

/** Proof of possession (RFC 9449). */
export interface BindingParts {
  /** The key that a token request proves; none without a proof, and where proofs are not taken. */
  keyOfProof: (request: HttpRequest) => Promise<KeyOfProof>;
  /** What is written into the token that is bound to the key of this thumbprint. */
  bindsToken: (thumbprint: string) => Document;
  /** A public client's refresh token that was bound to a key works with that key only. Else invalid_grant. */
  isRefreshTokenOfKey: (token: RefreshToken, thumbprint: string | undefined) => boolean;
}

export type KeyOfProof =
  | { readonly thumbprint?: string | undefined }
  | { readonly problem: 'invalid_dpop_proof' };

/** What tokens look like. */
export interface TokenParts {
  tokenHeader: (kid: string, alg: string) => Record<string, unknown>;
  accessTokenClaims: (grant: Grant, jti: string, now: number) => Record<string, unknown>;
  idTokenClaims: (grant: Grant, now: number) => Record<string, unknown>;
  /** Signs with the published key. */
  sign: (claims: Document, header: Record<string, unknown>) => Promise<string>;
  /** The access token, as sent: the JWT, or the jti when tokens are opaque. */
  wireToken: (jwt: string, jti: string) => string;
  newTokenId: () => string;
  /** Members of a token answer but the tokens themselves: token_type, expires_in, scope. */
  tokenMembers: (grant: Grant, claims: Document) => Document;
  /** `Cache-Control: no-store`. */
  tokenHeaders: () => Headers;
}

/** Revocation (RFC 7009) and introspection (RFC 7662). */
export interface AfterlifeParts {
  /** Revokes an access token, or a refresh token with its family, of this client. Always 200. */
  revoke: (token: string, client: Client) => void;
  /** Claims with `active: true`, or `{ active: false }`. */
  introspect: (token: string, now: number) => Document;
  /** Whether this client may introspect. */
  mayIntrospect: (client: Client) => boolean;
}

/** Dynamic registration (RFC 7591, RFC 7592) and Client ID Metadata Documents. */
export interface RegistrationParts {
  /** https, or http on loopback. Else invalid_redirect_uri. */
  acceptsRegisteredUri: (redirectUri: string) => boolean;
  /** The client that a registration request makes. */
  clientOf: (asked: Document) => Client;
  /** The answer's body: 201. */
  registrationAnswer: (client: Client, asked: Document) => Document;
  /** Whether this token manages this client (RFC 7592). */
  mayManage: (client: Client, token: string | undefined) => boolean;
  removeClient: (client: Client) => void;
  /** Whether a client id can be the URL of a metadata document: https, or http on loopback, with a path. */
  isMetadataUrl: (clientId: string) => boolean;
  /** The document; undefined: not to be had. */
  fetchClientMetadata: (url: string) => Promise<Document | undefined>;
  /** `client_id` inside is the URL. */
  documentNamesItself: (document: Document, url: string) => boolean;
  /** The client of a document: public, with the listed redirect URIs. */
  clientOfDocument: (document: Document, url: string) => Client;
}

export interface AnswerParts {
  /** Changes any outgoing answer of the server. */
  answer: (request: HttpRequest, answer: HttpAnswer) => HttpAnswer | Promise<HttpAnswer>;
  /** What a request without TLS gets at a server that has it; undefined: what it would get with TLS. */
  withoutTls: (request: HttpRequest) => HttpAnswer | undefined;
}

/**
 * Every decision of the authorization server. Functions get what they need as arguments and do not call
 * each other: the endpoints ask them, so that one replaced function is one fault.
 */
export interface ServerParts
  extends PublishedParts,
    ClientParts,
    GrantParts,
    AuthorizeParts,
    RedemptionParts,
    BindingParts,
    TokenParts,
    AfterlifeParts,
    RegistrationParts,
    AnswerParts {}
