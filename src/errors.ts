/** What kind of end a run came to. One exit code each; see {@link EXIT_CODES}. */
export type ErrorClass =
  | 'usage'
  | 'auth'
  | 'unreachable'
  | 'tool_error'
  | 'protocol'
  | 'refused'
  | 'needs_person'
  | 'incomplete'
  | 'internal';

/** Exit code per class of error. 0 is success, 1 is "a check failed", 130 and 143 are signals. */
export const EXIT_CODES: Readonly<Record<ErrorClass, number>> = {
  usage: 2,
  auth: 3,
  unreachable: 4,
  tool_error: 5,
  protocol: 6,
  refused: 7,
  needs_person: 8,
  incomplete: 9,
  internal: 70,
};

/** What an authorization server or endpoint said when it refused. Texts are remote: escape and clip them. */
export interface ProviderError {
  /** OAuth `error` value (RFC 6749 §5.2, §4.1.2.1), if any. */
  readonly error?: string;
  readonly description?: string;
  /** Entra ID's number, for instance 7000215. */
  readonly aadsts?: number;
  readonly suberror?: string;
  readonly status?: number;
  readonly traceId?: string;
  readonly correlationId?: string;
  /** When it refused, as it wrote it. */
  readonly timestamp?: string;
  /** The scopes that an endpoint's challenge asks for. */
  readonly scope?: string;
  /** A claims challenge to hand back, as the server sent it. */
  readonly claims?: string;
}

export interface ErrorOptions {
  /** What to do next, one sentence. */
  readonly hint?: string;
  readonly phase?: string;
  readonly target?: string;
  readonly provider?: ProviderError;
  /** Numbers of the exchanges that show it. */
  readonly exchanges?: readonly number[];
  readonly cause?: unknown;
  readonly retryable?: boolean;
}

/** The error object printed as stderr's last line with `--format json` and found in `flows[].error`. */
export interface ErrorObject {
  readonly schema: 'mcp-authcheck/error@1';
  readonly code: string;
  readonly class: ErrorClass;
  readonly exit: number;
  readonly message: string;
  readonly target?: string;
  readonly phase?: string;
  readonly retryable: boolean;
  readonly hint?: string;
  readonly provider?: ProviderError;
}

/**
 * Every error this tool throws on purpose. `code` is stable and dotted; its first segment decides the class
 * and so the exit code. `message` says what was expected and what was found; `hint` says what to do next.
 */
export class AuthcheckError extends Error {
  readonly code: string;
  readonly class: ErrorClass;
  readonly hint: string | undefined;
  readonly phase: string | undefined;
  readonly target: string | undefined;
  readonly provider: ProviderError | undefined;
  readonly exchanges: readonly number[];
  readonly retryable: boolean;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.class = classOf(code);
    this.hint = options.hint;
    this.phase = options.phase;
    this.target = options.target;
    this.provider = options.provider;
    this.exchanges = options.exchanges ?? [];
    this.retryable = options.retryable ?? this.class === 'unreachable';
  }

  get exit(): number {
    return EXIT_CODES[this.class];
  }

  toJSON(): ErrorObject {
    return {
      schema: 'mcp-authcheck/error@1',
      code: this.code,
      class: this.class,
      exit: this.exit,
      message: this.message,
      ...(this.target === undefined ? {} : { target: this.target }),
      ...(this.phase === undefined ? {} : { phase: this.phase }),
      retryable: this.retryable,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.provider === undefined ? {} : { provider: this.provider }),
    };
  }
}

/** Flags, environment, configuration or a file the user named: nothing was sent. */
export class UsageError extends AuthcheckError {}
/** The network room: an exchange that did not complete, broke a limit or was not allowed. */
export class NetworkError extends AuthcheckError {}
/** Challenge, protected resource metadata, authorization server metadata. */
export class DiscoveryError extends AuthcheckError {}
/** Getting, refreshing or reading a token. */
export class TokenError extends AuthcheckError {}
/** The MCP side: handshake, tools, calls. */
export class SessionError extends AuthcheckError {}
/** A bug of ours, or a step that could not be finished for a reason outside the road. */
export class RunError extends AuthcheckError {}

const CLASS_BY_CODE: Readonly<Record<string, ErrorClass>> = {
  'endpoint.not_found': 'protocol',
  'endpoint.not_mcp': 'protocol',
  'endpoint.login_page': 'auth',
  'registration.invalid': 'protocol',
};

const CLASS_BY_FIRST_SEGMENT: Readonly<Record<string, ErrorClass>> = {
  usage: 'usage',
  config: 'usage',
  credential: 'usage',
  auth: 'auth',
  oauth: 'auth',
  refresh: 'auth',
  registration: 'auth',
  challenge: 'auth',
  timeout: 'unreachable',
  dns: 'unreachable',
  tcp: 'unreachable',
  tls: 'unreachable',
  proxy: 'unreachable',
  rate_limited: 'unreachable',
  unavailable: 'unreachable',
  tool: 'tool_error',
  http: 'protocol',
  limit: 'protocol',
  metadata: 'protocol',
  token: 'protocol',
  jsonrpc: 'protocol',
  mcp: 'protocol',
  schema: 'protocol',
  issuer: 'refused',
  endpoint: 'refused',
  redirect: 'refused',
  ssrf: 'refused',
  pkce: 'refused',
  prm: 'refused',
  callback: 'refused',
  person: 'needs_person',
  run: 'incomplete',
  report: 'incomplete',
  internal: 'internal',
};

/** The class a code belongs to. An unknown first segment is a bug of ours and says so. */
export function classOf(code: string): ErrorClass {
  const [first = ''] = code.split('.');
  return CLASS_BY_CODE[code] ?? CLASS_BY_FIRST_SEGMENT[first] ?? 'internal';
}
