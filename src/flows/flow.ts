import type { Discovery, FlowRequest, Http, Profile, Registrations, Target, TokenSet } from '../types.ts';

export type { Registration, Registrations } from '../types.ts';

/** One way of getting a token. A new grant is one file that exports a Flow and one line in `index.ts`. */
export interface Flow {
  /** The grant's name as users write it: `client_credentials`. */
  readonly name: string;
  readonly summary: string;
  /** Whether somebody must look at a browser or type a code. */
  readonly needsPerson: boolean;
  /** Whether it talks to an authorization server at all. */
  readonly needsIssuer: boolean;
  /**
   * Gets a token set.
   * @throws TokenError with the provider's code, cause and hint; NetworkError when the server was not reached.
   */
  readonly run: (context: FlowContext) => Promise<TokenSet>;
}

export interface FlowContext {
  readonly target: Target;
  readonly request: FlowRequest;
  readonly profile: Profile;
  readonly discovery: Discovery;
  readonly http: Http;
  readonly person: Person;
  /** What earlier flows of this target brought, newest last; `refresh_token` refreshes the last that can be. */
  readonly earlier: readonly { readonly request: FlowRequest; readonly tokens: TokenSet }[];
  /** Clients that were registered dynamically, in this run and, where they are kept, in earlier ones. */
  readonly registrations: Registrations;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/** Whoever signs in: a browser and a terminal, or a scripted user. */
export interface Person {
  /** False in CI and with no terminal: flows that need a person end with `person.not_allowed`. */
  readonly present: boolean;
  /** Brings the person to the URL. False: no browser could be opened, so the URL has been printed. */
  readonly open: (url: string) => Promise<boolean>;
  /** Says something to the person, on stderr. */
  readonly tell: (message: string) => void;
}
