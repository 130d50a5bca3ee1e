import type { Attributes } from '@opentelemetry/api';
import type { Exchange, Report, TargetReport } from '../../types.ts';

/** What is said of one span. */
export interface Shape {
  readonly id?: string;
  readonly kind?: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly attributes: Attributes;
  readonly error?: string;
  readonly events?: readonly { readonly name: string; readonly attributes: Attributes }[];
}

export function runShape(report: Report): Shape {
  const from = Date.parse(report.startedAt);
  return {
    from,
    to: from + report.durationMs,
    attributes: {
      'mcp_authcheck.run_id': report.runId,
      'mcp_authcheck.verdict': report.verdict,
      'mcp_authcheck.exit_code': report.exitCode,
      'mcp_authcheck.targets': report.targets.length,
    },
    ...(report.verdict === 'pass' ? {} : { error: `The run's verdict is ${report.verdict}.` }),
  };
}

export function targetShape(target: TargetReport): Shape {
  const from = Date.parse(target.startedAt);
  const failed = target.results.filter(({ verdict }) => verdict === 'fail');
  return {
    from,
    to: from + target.durationMs,
    attributes: {
      'mcp_authcheck.target': target.name,
      'mcp_authcheck.verdict': target.verdict,
      'mcp_authcheck.exit_code': target.exitCode,
      ...urlAttributes(withoutQuery(target.url)),
      ...(target.findings.length === 0
        ? {}
        : { 'mcp_authcheck.findings': target.findings.map(({ code }) => code) }),
    },
    ...(target.verdict === 'pass'
      ? {}
      : { error: target.findings[0]?.summary ?? failed[0]?.message ?? `The verdict is ${target.verdict}.` }),
    events: failed.slice(0, MOST_EVENTS).map(({ id, message, flow, protocol }) => ({
      name: 'mcp_authcheck.check.failed',
      attributes: {
        'mcp_authcheck.check': id,
        'mcp_authcheck.message': message,
        ...(flow === undefined ? {} : { 'mcp_authcheck.flow': flow }),
        ...(protocol === undefined ? {} : { 'mcp.protocol.version': protocol }),
      },
    })),
  };
}

export function stepShape(exchanges: readonly Exchange[]): Shape {
  const starts = exchanges.map(({ startedAt }) => Date.parse(startedAt));
  const ends = exchanges.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  return { from: least(starts), to: -least(ends.map((end) => -end)), attributes: {} };
}

/**
 * A refusal is an error where a result blames it: most requests of the checks must be refused, and the conventions
 * leave it to whoever knows more to say so.
 */
export function exchangeShape(exchange: Exchange, isBlamed: boolean): Shape {
  const { status, error } = exchange;
  const from = Date.parse(exchange.startedAt);
  const isRefusal = status !== null && status >= 400 && isBlamed;
  const errorType = error ?? (isRefusal ? String(status) : undefined);
  return {
    from,
    to: from + exchange.durationMs,
    attributes: {
      'http.request.method': exchange.method,
      ...urlAttributes(exchange.url),
      ...(status === null ? {} : { 'http.response.status_code': status }),
      ...(errorType === undefined ? {} : { 'error.type': errorType }),
      'mcp_authcheck.exchange': exchange.n,
      'mcp_authcheck.phase': exchange.phase,
      ...(exchange.clientRequestId === undefined
        ? {}
        : { 'mcp_authcheck.client_request_id': exchange.clientRequestId }),
    },
    ...(errorType === undefined
      ? isBlamed
        ? { error: 'A check fails on this answer.' }
        : {}
      : { error: errorType }),
  };
}

/** @param url without anything secret */
function urlAttributes(url: string): Attributes {
  if (!URL.canParse(url)) return {};
  const { protocol, hostname, port } = new URL(url);
  const standard = protocol === 'https:' ? 443 : 80;
  return {
    'url.full': url,
    'server.address': hostname,
    'server.port': port === '' ? standard : Number(port),
  };
}

/** Nobody masked the query of the user's own URL. */
function withoutQuery(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}${new URL(url).pathname}` : '';
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((low, number) => Math.min(low, number), Number.POSITIVE_INFINITY);
}

const MOST_EVENTS = 50;
