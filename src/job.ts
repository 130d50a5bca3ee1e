import type { Check, CheckContext } from './checks/check.ts';
import type { Symptoms } from './diagnosis/rule.ts';
import type { AuthcheckError } from './errors.ts';
import type {
  Discovery,
  Evidence,
  Finding,
  FlowRequest,
  Http,
  Probe,
  Profile,
  Result,
  Session,
  Target,
  TargetReport,
  Token,
  TokenSet,
} from './types.ts';

/** The steps of the road, handed in by the composition root so that this file knows no room but the nouns. */
export interface Road {
  /** `signal`: ends whatever this target still does; its reason is the error that is thrown then. */
  readonly open: (target: Target, signal?: AbortSignal) => { readonly http: Http; readonly probe: Probe };
  /** What the target's own settings say of its provider. */
  readonly profile: (target: Target) => Profile;
  /** `error`: what is wrong with the endpoint although there is metadata to go on with. */
  readonly discover: (
    step: StepContext,
  ) => Promise<{ readonly discovery: Discovery; readonly profile: Profile; readonly error?: AuthcheckError }>;
  /** Gets a token set; throws AuthcheckError. */
  readonly obtain: (step: FlowStep) => Promise<TokenSet>;
  /** Decodes, and verifies the signature where it can. */
  readonly read: (step: FlowStep, tokens: TokenSet) => Promise<Token>;
  /** Talks MCP with the token, once per era the target asks for. Faults come back inside the sessions. */
  readonly converse: (
    step: FlowStep,
    tokens: TokenSet,
    eras: Evidence['eras'],
    /** How far the conversation goes; absent: lists and calls. */
    only?: 'connect' | 'list',
  ) => Promise<Conversed>;
  /** Requests to the authorization server as the client of one of the flows, for checks. */
  readonly serverProbe?: (
    evidence: Evidence,
    http: Http,
    signal?: AbortSignal,
  ) => NonNullable<CheckContext['serverProbe']>;
  /** The flow that follows by itself because the last one brought a refresh token, if any. */
  readonly follow: (request: FlowRequest, tokens: TokenSet, target: Target) => FlowRequest | undefined;
  /** The target whose token this is, where it was got once for several; undefined: it is the target's own. */
  readonly sharedWith?: (tokens: TokenSet) => string | undefined;
  /** How long the target's servers still ask to be left alone (`Retry-After`), in milliseconds; 0: not at all. */
  readonly busyFor?: (target: Target) => number;
}

export interface Conversed {
  readonly sessions: readonly Session[];
  /** Tokens that the endpoint made us get on the way, in order; the last one is in use. */
  readonly renewals: readonly Renewal[];
}

/** A token that was got because the endpoint refused the one before it in the middle of a conversation. */
export interface Renewal {
  /** `scope`: it asked for more scopes. `expired`: it had taken the old one. `moved`: it names another issuer. */
  readonly why: 'scope' | 'expired' | 'moved';
  readonly tokens: TokenSet;
  readonly token: Token;
  /** Present when it moved: where it is now. */
  readonly found?: { readonly discovery: Discovery; readonly profile: Profile };
}

export interface StepContext {
  readonly target: Target;
  readonly http: Http;
  readonly probe: Probe;
  /** Ends this target's waits; absent: the run's own. */
  readonly signal?: AbortSignal;
}

export interface FlowStep extends StepContext {
  readonly request: FlowRequest;
  readonly discovery: Discovery;
  readonly profile: Profile;
  readonly earlier: readonly { readonly request: FlowRequest; readonly tokens: TokenSet }[];
}

/** What one run does: which targets, which checks, how far the road is walked. Commands differ in nothing else. */
export interface Job {
  readonly targets: readonly Target[];
  readonly road: Road;
  /** How far to go: `discovery` stops before any token, `token` before any session. */
  readonly until: 'discovery' | 'token' | 'session';
  readonly checks: readonly Check[];
  readonly runChecks: (checks: readonly Check[], context: CheckContext) => Promise<readonly Result[]>;
  readonly diagnose: (symptoms: Symptoms) => readonly Finding[];
  /** Checks that may fail. */
  readonly expectedFailures?: ReadonlySet<string>;
  /** How many targets are walked at once. */
  readonly concurrency: number;
  /** A warning fails. */
  readonly strict: boolean;
  /** Tokens that the checks cannot make themselves: for another audience, expired, of another issuer. */
  readonly attackTokens?: CheckContext['attackTokens'];
  /** What the user allowed the checks to do; default: nothing that discloses, registers or asks a person. */
  readonly allows?: CheckContext['allows'];
  /** Bounds everything that is done for one target, in milliseconds; absent: nothing does. */
  readonly targetTimeoutMs?: number;
  /** Bounds the run, in milliseconds from its start: what is not done then is incomplete. */
  readonly deadlineMs?: number;
  /** No target is begun after one that failed. */
  readonly failFast?: boolean;
  /** Targets that were unreachable or incomplete are walked once more when all are done. */
  readonly retryIncomplete?: boolean;
  /** What an earlier run found: targets of these names are not walked, and `onTarget` is not called for them. */
  readonly done?: readonly TargetReport[];
  /** The report as it is kept until the run is over: the same, in less memory. */
  readonly compact?: (report: TargetReport) => TargetReport;
  readonly onResult?: (result: Result, target: Target) => void;
  /** Called once for every target, with the report that counts. */
  readonly onTarget?: (report: TargetReport) => void;
}

export interface Start {
  /** Default: a new GUID. */
  readonly runId?: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}
