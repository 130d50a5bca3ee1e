import type { Secret } from '../secret.ts';
import type {
  Era,
  Evidence,
  FlowEvidence,
  Http,
  Level,
  Probe,
  Revision,
  ServerProbe,
  Verdict,
} from '../types.ts';

/**
 * One rule about the server. `observe` may use the network, `judge` is pure. The id is the file's path:
 * `endpoint/rejects-tampered-signature` is `endpoint/rejects-tampered-signature.ts`.
 */
export interface Check<Observation = unknown> {
  readonly id: string;
  /** The predicate of a sentence about the server: "rejects a token whose signature was changed". */
  readonly title: string;
  /** RFC 2119 keyword of the rule in its source. */
  readonly level: Level;
  /** Where the rule stands: "RFC 9728 §3.3", "MCP 2026-07-28 authorization, Token Handling". */
  readonly spec: readonly string[];
  /** Revisions that have the rule; default: all of them. */
  readonly revisions?: { readonly since?: Revision; readonly until?: Revision };
  /** The era whose shape it has, with `per: 'era'`; default: both. */
  readonly only?: Era;
  /** What it takes besides the endpoint, for `--list-checks`; `token` is implied by `needsToken`. */
  readonly needs?: readonly Need[];
  /** What is sent or read, and what has to come of it. */
  readonly passes: string;
  /** What counts as broken, and as what. */
  readonly fails: string;
  /** What it cannot know. */
  readonly cannotKnow?: string;
  /** What mends it, in the words of the server's or the authorization server's settings. */
  readonly fix: string;
  /** Once per target, once per era that the endpoint speaks (both when unknown), or once per flow with a token. */
  readonly per: 'target' | 'era' | 'flow';
  /** With `per: 'era'`: also in the shape of an era that the endpoint does not speak. */
  readonly everyShape?: true;
  /** Cannot run without an access token; with `per: 'era'` that of a flow which the endpoint let in. */
  readonly needsToken?: true;
  /**
   * `control`: shows that the endpoint lets a good token in; runs first in its era and once more at the end.
   * `negative`: something must be refused, which proves nothing unless the control holds.
   */
  readonly part?: 'control' | 'negative';
  /**
   * Disturbs others or is disturbed by them (spends codes, revokes tokens): runs alone, after the others.
   * `last`: when it is done, the run's own tokens may have expired.
   */
  readonly alone?: true | 'last';
  /** Whether it is a question to ask of this target at all; false: it yields no result, not even `skip`. */
  readonly concerns?: (evidence: Evidence) => boolean;
  /**
   * Why it cannot run on this evidence, in plain words with the flag or credential that would enable it;
   * undefined when it can.
   */
  readonly unmet?: (context: CheckContext) => string | undefined;
  observe(context: CheckContext): Promise<Observation>;
  judge(observation: Observation): Judgement;
}

/** Words of `--list-checks`: what has to be given so that a check can run. */
export type Need =
  | 'token'
  | 'readable token'
  | 'second principal'
  | 'client credential'
  | 'sign-in'
  | 'refresh token'
  | 'lab or file'
  | '--allow-disclosing'
  | '--allow-registering'
  | '--allow-sign-ins'
  | 'probes in the file';

export interface CheckContext {
  readonly evidence: Evidence;
  readonly http: Http;
  readonly probe: Probe;
  /** With `per: 'era'`. */
  readonly era?: Era;
  /** With `per: 'flow'`; with `per: 'era'` the first flow whose token the endpoint accepted, if any. */
  readonly flow?: FlowEvidence;
  /** Tokens with a valid signature and one fault each, as only an authorization server can mint them. */
  readonly attackTokens?: AttackTokens;
  /** Asks the authorization server as the client of a flow; absent: it cannot be asked in this run. */
  readonly serverProbe?: (flow: FlowEvidence) => ServerProbe;
  readonly allows?: Allowances;
  /** Does something once per target, however many checks want it: the first one's promise serves all. */
  readonly shared?: <T>(key: string, make: () => Promise<T>) => Promise<T>;
  /** Waits; default: the clock. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** What the user allowed the checks to do. */
export interface Allowances {
  /** Show the endpoint credentials that are good for something else (`--allow-disclosing`). */
  readonly disclosing: boolean;
  /** Ask the person to sign in for checks (`--allow-sign-ins`). */
  readonly signIns: boolean;
  /** Register clients and delete them again (`--allow-registering`). */
  readonly registering: boolean;
  /** How long to wait until the token has expired, in milliseconds; 0: not at all (`--wait-expiry`). */
  readonly waitExpiryMs: number;
}

export interface AttackTokens {
  /** For another resource, otherwise like the good token. */
  readonly wrongAudience?: Secret;
  /** From another issuer, otherwise like the good token. */
  readonly wrongIssuer?: Secret;
  /** Expired at least five minutes ago, otherwise like the good token. */
  readonly expired?: Secret;
  /** Valid an hour from now, otherwise like the good token. */
  readonly notYetValid?: Secret;
  /** Without an audience, otherwise like the good token. */
  readonly withoutAudience?: Secret;
  /** For what the endpoint's URL begins with, or spells otherwise: each otherwise like the good token. */
  readonly nearAudiences?: readonly { readonly audience: string; readonly token: Secret }[];
}

export interface Judgement {
  readonly verdict: Verdict;
  /** What was sent, what came back, what was expected. */
  readonly message: string;
  readonly exchanges: readonly number[];
  /** The server itself proved it: stands even when the control fails. */
  readonly certain?: true;
  /** The exchange that a reader should send again; default: the last one. */
  readonly shown?: number;
  /** With `inconclusive`: asking again would not tell more, so that it does not leave the run incomplete. */
  readonly undecidable?: true;
  /** Where something had to be refused: whether the endpoint let it in. */
  readonly accepted?: boolean;
  /** Where a claim was compared: what was expected of it. */
  readonly expected?: readonly string[];
}
