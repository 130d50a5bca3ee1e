import type { HttpAnswer } from '../http.ts';
import type { Call, Caller, Message } from './parts.ts';

/** A session of the handshake era. Its events are what GET streams and Last-Event-ID replay. */
export interface Session {
  readonly id: string;
  readonly owner: Caller;
  readonly version: string;
  /** Newest last. Ids are `<stream>_<number>`, unique among all sessions. */
  readonly events: { readonly id: string; readonly data: string }[];
  readonly listeners: Set<(event: { readonly id: string; readonly data: string }) => void>;
  /** Each ends one open stream. */
  readonly closers: Set<() => void>;
}

/** A note that `open_note` made. */
export interface Note {
  readonly handle: string;
  readonly owner: Caller;
  readonly text: string;
}

/** What a request state of `confirm` says. */
export interface State {
  readonly principal: string;
  readonly tool: string;
  /** The arguments, as JSON with sorted keys. */
  readonly arguments: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

/** The two protocol eras. */
export interface EraParts {
  /** Why this era is not spoken here; undefined: it is. Both are. */
  unspoken: (call: Call) => { readonly code: number; readonly message: string } | undefined;
  /** POST, GET, DELETE in the handshake era; POST in the modern one; anything else is 405. */
  allowsMethod: (call: Call) => boolean;
  /** A batch is refused with 400. */
  acceptsBatch: (call: Call) => boolean;

  /** Handshake: a random UUID. */
  newSessionId: (caller: Caller) => string;
  /** Handshake: the version that initialize answers with. */
  negotiateVersion: (asked: unknown) => string;
  /** Handshake: a supported `MCP-Protocol-Version`, or none. Else 400. */
  acceptsVersionHeader: (version: string | undefined) => boolean;
  /** Handshake: the session of this id among the live ones. Undefined is 404. */
  findSession: (sessions: ReadonlyMap<string, Session>, id: string) => Session | undefined;
  /** Handshake: same principal. Else `strangerStatus`. */
  ownsSession: (session: Session, caller: Caller, call: Call) => boolean;
  /** Handshake: 404, as if there were no such session. */
  strangerStatus: (call: Call) => number;
  /** Handshake: no session id on anything but initialize is 400. */
  needsSession: (call: Call) => boolean;
  /** Handshake: takes the session out, and ends its streams. */
  endSession: (sessions: Map<string, Session>, session: Session) => void;
  /** Handshake: the events after Last-Event-ID, of the caller's own session alone. */
  eventsAfter: (
    lastEventId: string,
    session: Session,
    sessions: ReadonlyMap<string, Session>,
  ) => Session['events'];

  /** Modern: how headers and `_meta` are incomplete or contradict the body; undefined: they agree. */
  headerProblem: (call: Call) => { readonly code: number; readonly message: string } | undefined;
  /** Modern: the method and parameters that are carried out: those of the body. */
  effectiveMessage: (call: Call, message: Message) => Message;
  /** Modern: `ttlMs` and `cacheScope` of a cacheable result. */
  cacheHints: (method: string) => Readonly<Record<string, unknown>>;
  /** Modern: further headers of a result; no session id. */
  modernHeaders: (call: Call) => HttpAnswer['headers'];
}

/** The tools. Results are structured content; an error thrown by `runTool` becomes a tool error. */
export interface ToolParts {
  listedTools: (caller: Caller, call: Call) => readonly object[];
  /** get_me, add, subtract. */
  runTool: (name: string, input: Readonly<Record<string, unknown>>, caller: Caller) => object;
  /** A random handle. */
  newHandle: (caller: Caller) => string;
  /** Whether the caller may read the note: the same principal. */
  ownsNote: (note: Note, caller: Caller) => boolean;

  /** Writes a state so that it can be told from a forged one: payload and HMAC. */
  sealState: (state: State) => string;
  /** Reads a state; undefined: the seal is broken. */
  unsealState: (sealed: string) => State | undefined;
  isStateFresh: (state: State, now: number) => boolean;
  isStateOfCaller: (state: State, caller: Caller) => boolean;
  /** Same tool, same arguments. */
  isStateOfCall: (state: State, tool: string, input: Readonly<Record<string, unknown>>) => boolean;
}
