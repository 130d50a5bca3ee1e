import type { CryptoKey, JWK } from 'jose';

export type AuthenticationMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** A client, registered beforehand, dynamically, or by its metadata document. */
export interface Client {
  readonly id: string;
  readonly secret?: string;
  /** Public key of a private_key_jwt client. */
  readonly key?: JWK;
  readonly methods: readonly AuthenticationMethod[];
  readonly grants: readonly string[];
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  /** RFC 7592, of dynamically registered clients. */
  readonly registrationToken?: string;
}

/** What an access token is made of. Times are seconds. */
export interface Grant {
  readonly client: Client;
  /** The user, or the client itself. */
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Resources that the token is for. */
  readonly audience: readonly string[];
  /** Tokens and codes that come from one another share it. */
  readonly family: string;
  readonly nonce?: string;
  /** Thumbprint of the key that the client proved when it asked (RFC 9449). */
  readonly boundTo?: string | undefined;
}

export interface Code {
  readonly code: string;
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly challengeMethod: string | undefined;
  readonly expires: number;
}

export interface RefreshToken {
  readonly token: string;
  readonly grant: Grant;
  readonly expires: number;
}

/** An access token that was issued. */
export interface Issued {
  readonly jti: string;
  readonly token: string;
  readonly grant: Grant;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface SigningKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256' | 'EdDSA';
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** What the authorization server knows and remembers. */
export interface ServerContext {
  readonly origin: string;
  readonly issuer: string;
  /** Path of the issuer, or nothing. */
  readonly path: string;
  readonly tokens: 'jwt' | 'opaque';
  readonly lifetime: number;
  /** Without a session the authorization endpoint shows its sign-in page, whatever is asked. */
  readonly loginFirst: boolean;
  /** Takes proofs of a key (RFC 9449). */
  readonly dpop: boolean;
  /** The first one signs. */
  readonly keys: readonly SigningKey[];
  readonly clients: Map<string, Client>;
  /** Resources that tokens can be for; the first one when none is asked for. Filled once the endpoint is up. */
  readonly resources: string[];
  readonly scopes: readonly string[];
  readonly codes: Map<string, Code>;
  readonly spentCodes: Map<string, Code>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly spentRefreshTokens: Map<string, RefreshToken>;
  /** By the token as sent. */
  readonly issued: Map<string, Issued>;
  /** `jti`s. */
  readonly revoked: Set<string>;
  /** `jti`s of client assertions that were taken. */
  readonly assertions: Set<string>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}
