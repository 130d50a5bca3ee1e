import type {
  AuthorizationServerMetadata,
  FlowRequest,
  Http,
  ProtectedResourceMetadata,
  Target,
  Token,
} from '../../../src/types.ts';

/** One row of the table "Works with", and the server that plays the provider in it. */
export interface Row {
  /** `kind` in the profile's facts. */
  readonly kind: string;
  /** Name of the profile that has to be chosen. */
  readonly profile: string;
  readonly start: () => Promise<Played>;
}

/** A provider that runs on loopback under its own name. */
export interface Played {
  readonly http: Http;
  /** What a user sets. */
  readonly target: Partial<Target>;
  /** What the endpoint says of itself. */
  readonly resource: ProtectedResourceMetadata;
  readonly machine: Visitor;
  readonly person: Visitor;
  /** A person's browser. */
  readonly open: (url: string) => Promise<void>;
  /** Authorization and token requests that were answered, oldest first. */
  readonly asked: () => readonly Asked[];
  readonly close: () => Promise<void>;
}

export interface Visitor {
  readonly request: FlowRequest;
  /** What the token must say, in the product's own words. */
  readonly token: Partial<Token>;
  /** What every one of its requests must carry; undefined: it must not be there. */
  readonly sends?: Readonly<Record<string, string | undefined>>;
}

export interface Asked {
  readonly at: 'authorization' | 'token';
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Publishes what this provider publishes, out of what the server behind it does. */
export type Publish = (document: AuthorizationServerMetadata) => AuthorizationServerMetadata;

/** Metadata without some of its members. */
export function without(document: AuthorizationServerMetadata, ...members: readonly string[]): object {
  return Object.fromEntries(Object.entries(document).filter(([member]) => !members.includes(member)));
}

/** The payload of an access token, to be written as this provider writes it. */
export type Payload = Record<string, unknown>;
