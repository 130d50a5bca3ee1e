import type { Secret } from '../secret.ts';
import type { Era, Evidence, FlowEvidence, Http, Level, Probe, Verdict } from '../types.ts';

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
}

export interface AttackTokens {
  /** For another resource, otherwise like the good token. */
  readonly wrongAudience?: Secret;
  /** From another issuer, otherwise like the good token. */
  readonly wrongIssuer?: Secret;
  /** Expired at least five minutes ago, otherwise like the good token. */
  readonly expired?: Secret;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** What was sent, what came back, what was expected. */
  readonly message: string;
  readonly exchanges: readonly number[];
  /** The server itself proved it: stands even when the control fails. */
  readonly certain?: true;
  /** Where something had to be refused: whether the endpoint let it in. */
  readonly accepted?: boolean;
  /** Where a claim was compared: what was expected of it. */
  readonly expected?: readonly string[];
}
