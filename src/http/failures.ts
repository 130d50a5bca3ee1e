import { type ErrorOptions, NetworkError } from '../errors.ts';
import { certificateProblem, type ShownCertificate, shownIn } from './certificate-problem.ts';

/** What a failure means in this room's words, before it is known which exchange it ended. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** A failure this room found itself (a limit, a deadline, a refusal); carried through streams and libraries. */
export class Failure extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.problem = problem;
  }
}

/** How far an exchange had come; decides what an error code of Node or undici means. */
export interface Situation {
  /** `host:port`, for messages. */
  readonly host: string;
  readonly stage: 'dns' | 'tcp' | 'tls' | 'sent' | 'answering';
  /** Set when the failing connection is the one to the proxy. */
  readonly proxy?: string;
  /** The status and headers of the answer had come in whole. */
  readonly hasHeaders?: boolean;
}

/**
 * Names what went wrong, from error codes only, never from prose; looks through `cause` and AggregateError.
 */
export function diagnose(error: unknown, situation: Situation): Problem {
  const own = chain(error).find((link): link is Failure => link instanceof Failure);
  if (own !== undefined) return own.problem;
  const links = chain(error);
  const codes = links.flatMap((link) => codeOf(link));
  for (const code of codes) {
    const problem = byCode(code, situation, shownIn(links));
    if (problem !== undefined) return problem;
  }
  return {
    code: situation.stage === 'answering' ? 'http.truncated' : 'tcp.reset',
    message: `The exchange with ${situation.host} failed${codes[0] === undefined ? '' : ` (${codes[0]})`}.`,
  };
}

/**
 * The error a caller sees. The original is reduced to its code: its text and properties may quote the
 * server or hold what was sent.
 */
export function toNetworkError(error: unknown, problem: Problem, options: ErrorOptions): NetworkError {
  const code = chain(error).flatMap((link) => codeOf(link))[0];
  return new NetworkError(problem.code, problem.message, {
    ...options,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    ...(code === undefined ? {} : { cause: Object.assign(new Error(code), { code }) }),
  });
}

function byCode(
  code: string,
  { host, stage, proxy, hasHeaders }: Situation,
  shown: ShownCertificate | undefined,
): Problem | undefined {
  if (proxy !== undefined && (stage === 'dns' || stage === 'tcp' || stage === 'tls')) {
    return {
      code: stage === 'tls' ? 'proxy.tls' : 'proxy.unreachable',
      message: `The proxy ${proxy} could not be reached (${code}).`,
      hint: 'Check --proxy, HTTPS_PROXY and NO_PROXY.',
    };
  }
  if (code in CERTIFICATE) return certificateProblem(CERTIFICATE[code] ?? 'tls.untrusted', code, host, shown);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return {
      code: 'tls.protocol',
      message: `${host} does not speak TLS 1.2 or later on this port (${code}).`,
      hint: 'Check the port, and whether the server expects https.',
    };
  }
  if (code === ENDED) return reset('answering', host, code);
  if (code.startsWith('HPE_')) return parser(code, host);
  if (code === LENGTH) return hasHeaders === false ? badHeader(host) : reset('answering', host, code);
  if (NOT_FOUND.has(code)) {
    return {
      code: 'dns.not_found',
      message: `The name ${host} cannot be resolved (${code}).`,
      hint: 'Check the spelling and the DNS server; behind a proxy use --proxy.',
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      code: 'tcp.refused',
      message: `${host} refuses connections: nothing listens on that port.`,
      hint: 'Check the port and that the server runs.',
    };
  }
  if (UNREACHABLE.has(code)) {
    return {
      code: 'tcp.unreachable',
      message: `${host} cannot be reached (${code}).`,
      hint: 'Check the network and VPN, or use --proxy.',
    };
  }
  if (code === 'ETIMEDOUT') {
    return {
      code: 'timeout.connect',
      message: `${host} did not accept a connection.`,
      hint: 'Check host and port, or use --proxy.',
    };
  }
  if (RESET.has(code)) return reset(stage, host, code);
  return OTHER[code]?.(host);
}

function reset(stage: Situation['stage'], host: string, code: string): Problem {
  if (stage === 'tls') {
    return {
      code: 'tls.protocol',
      message: `${host} closed the connection during the TLS handshake (${code}).`,
      hint: 'Check the port, and whether the server expects https or a client certificate.',
    };
  }
  if (stage === 'answering') {
    return { code: 'http.truncated', message: `${host} closed the connection in the middle of its answer.` };
  }
  return { code: 'tcp.reset', message: `${host} closed the connection without an answer.` };
}

function parser(code: string, host: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge(host);
  if (FRAMING.has(code)) {
    return {
      code: 'http.framing',
      message: `${host} contradicts itself about the length of its answer (${code}).`,
    };
  }
  return {
    code: 'http.parse',
    message: `${host} does not answer in HTTP/1.1 (${code}).`,
    hint: 'Check the port, and whether the server expects https.',
  };
}

function badHeader(host: string): Problem {
  return {
    code: 'http.framing',
    message: `${host} sent a header that is no HTTP/1.1, or that contradicts its Content-Length.`,
  };
}

function headersTooLarge(host: string): Problem {
  return { code: 'limit.headers', message: `${host} sent more response headers than the 16 KiB allowed.` };
}

/** undici's name for whatever it cannot read behind a Content-Length: the rest of the header, or an end too early. */
const LENGTH = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
/** llhttp's own name for a connection that ends inside a message. */
const ENDED = 'HPE_INVALID_EOF_STATE';

const OTHER: Readonly<Record<string, (host: string) => Problem>> = {
  UND_ERR_HEADERS_OVERFLOW: headersTooLarge,
  UND_ERR_INVALID_ARG: (host) => ({
    code: 'http.request',
    message: `The request to ${host} cannot be sent: a header, the method or the path is not allowed in HTTP.`,
    hint: 'Look for control characters in header values and tokens.',
  }),
  UND_ERR_NOT_SUPPORTED: (host) => ({
    code: 'http.request',
    message: `The request to ${host} cannot be sent: it asks for something this tool does not speak.`,
  }),
  Z_BUF_ERROR: (host) => ({
    code: 'http.truncated',
    message: `The compressed answer of ${host} ends too early.`,
  }),
  Z_DATA_ERROR: (host) => ({
    code: 'http.encoding',
    message: `The answer of ${host} is not the gzip it says it is.`,
  }),
};

const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'tls.expired',
  CERT_NOT_YET_VALID: 'tls.expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls.name_mismatch',
  HOSTNAME_MISMATCH: 'tls.name_mismatch',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls.untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls.untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls.untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls.untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls.untrusted',
  CERT_UNTRUSTED: 'tls.untrusted',
  CERT_REJECTED: 'tls.untrusted',
  CERT_REVOKED: 'tls.untrusted',
  CERT_CHAIN_TOO_LONG: 'tls.untrusted',
  CERT_SIGNATURE_FAILURE: 'tls.untrusted',
  INVALID_CA: 'tls.untrusted',
  INVALID_PURPOSE: 'tls.untrusted',
  PATH_LENGTH_EXCEEDED: 'tls.untrusted',
};

const NOT_FOUND = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL', 'ENODATA']);
const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'ENETDOWN',
  'EACCES',
]);
const RESET = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_SOCKET',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
const FRAMING = new Set([
  'HPE_UNEXPECTED_CONTENT_LENGTH',
  'HPE_INVALID_CONTENT_LENGTH',
  'HPE_INVALID_TRANSFER_ENCODING',
]);

/** The error, the errors it aggregates, and their causes, outermost first; bounded against cycles. */
function chain(error: unknown): readonly unknown[] {
  const links: unknown[] = [error];
  for (let index = 0; index < links.length && index < 16; index += 1) {
    const link = links[index];
    if (link instanceof AggregateError) links.push(...link.errors);
    if (link instanceof Error && link.cause !== undefined) links.push(link.cause);
  }
  return links;
}

function codeOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  if ('code' in error && typeof error.code === 'string') return [error.code];
  // undici 7 means to set a code of llhttp's here and leaves it undefined. At the end of a connection nothing is left to parse.
  if (error.name !== 'HTTPParserError') return [];
  return ['data' in error && error.data === '' ? ENDED : 'HPE_INVALID'];
}
