import type { ServerParts } from './authorization/parts.ts';
import type { ServerContext } from './authorization/state.ts';
import type { ResourceContext, ResourceParts } from './resource/parts.ts';
import type { ResourceOptions } from './resource-server.ts';

/** How the two correct servers are set up; every combination is as correct as the default. */
export interface WorldOptions {
  /** Signature of tokens; default RS256. */
  readonly algorithm?: 'RS256' | 'ES256' | 'EdDSA';
  /** Default `jwt`; opaque tokens are introspected (RFC 7662). */
  readonly tokens?: 'jwt' | 'opaque';
  /** Path of the issuer, `/tenant`; default none. */
  readonly issuerPath?: string;
  /** Seconds that access tokens live; default 600. */
  readonly lifetime?: number;
  /** Address that the resource server listens on; default 127.0.0.1, by which it is called in any case. */
  readonly listensOn?: '0.0.0.0';
  /** The endpoint has TLS. */
  readonly endpointTls?: NonNullable<ResourceOptions['tls']>;
  /** The authorization server has TLS, and turns away whoever comes without. */
  readonly tls?: true;
  /** The machine with a key of its own signs in, too. */
  readonly keyMachine?: true;
  /** A person signs in as the client of a metadata document, too. */
  readonly clientDocument?: true;
  /** Whoever comes to the authorization endpoint without a session sees the sign-in page, whatever they ask. */
  readonly loginFirst?: true;
  /** Both servers take proofs of a key (RFC 9449), and the machines bind their tokens to one. */
  readonly dpop?: true;
  /** The authorization server has the ways of Microsoft Entra ID, and the target says so. */
  readonly entra?: true;
}

/** The correct world with one fault. */
export interface Mutant {
  /** kebab-case, what the server does: `accepts-any-audience`. */
  readonly name: string;
  /** One sentence: what is wrong. */
  readonly about: string;
  readonly resource?: (parts: ResourceParts, context: ResourceContext) => ResourceParts;
  readonly server?: (parts: ServerParts, context: ServerContext) => ServerParts;
  readonly options?: WorldOptions;
  /** Ids of the checks that must notice, with their group: `endpoint/rejects-no-token`. */
  readonly killedBy: readonly string[];
  /** Ids of checks that cannot help noticing the same fault; `coverage/*` for a whole group. */
  readonly alsoBy?: readonly string[];
  /** Why no whole run shows it: the test of the check that must notice does, and the matrix leaves it out. */
  readonly provedApart?: string;
}
