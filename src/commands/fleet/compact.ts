import { createHash } from 'node:crypto';
import type { DiscoveryReport, Exchange, FlowReport, TargetReport } from '../../types.ts';

/** What is known is forgotten beyond this: it is kept for what is the same in many reports. */
const MOST = 20_000;
/** What is longer is known by its digest, which costs time and saves memory. */
const SHORT = 400;

/**
 * Keeps reports in little memory without changing them: texts and parts that came before are the same value then,
 * and not another one that is equal. Hundreds of targets behind one authorization server say much the same. For
 * one run; reports are never changed after this.
 */
export function createCompactor(): (report: TargetReport) => TargetReport {
  const texts = new Map<string, string>();
  const parts = new Map<string, unknown>();

  const text = <T extends string | undefined>(value: T): T => {
    if (value === undefined) return value;
    return remembered(texts, value, value) as T;
  };
  const part = <T>(value: T): T => {
    if (value === null || typeof value !== 'object') return value;
    const text = JSON.stringify(value);
    const key = text.length <= SHORT ? text : createHash('sha256').update(text).digest('base64url');
    return remembered<unknown>(parts, key, value) as T;
  };

  const ofDiscovery = (found: DiscoveryReport): DiscoveryReport => ({
    issuer: found.issuer === null ? null : text(found.issuer),
    resource: found.resource === null ? null : text(found.resource),
    challenge: part(found.challenge),
    protectedResourceMetadata: part(found.protectedResourceMetadata),
    authorizationServerMetadata: part(found.authorizationServerMetadata),
  });
  const ofFlow = (flow: FlowReport): FlowReport => ({
    ...flow,
    token: part(flow.token),
    sessions: flow.sessions.map((session) => ({ ...session, tools: part(session.tools) })),
  });
  const ofExchange = (exchange: Exchange): Exchange => {
    const { url, date, from, contentType } = exchange;
    return {
      ...exchange,
      url: text(url),
      ...(date === undefined ? {} : { date: text(date) }),
      ...(from === undefined ? {} : { from: text(from) }),
      ...(contentType === undefined ? {} : { contentType: text(contentType) }),
    };
  };

  return (report) => ({
    ...report,
    server: part(report.server),
    eras: part(report.eras),
    discovery: part(ofDiscovery(report.discovery)),
    flows: report.flows.map(ofFlow),
    results: report.results.map(part),
    exchanges: report.exchanges.map(ofExchange),
  });
}

function remembered<T>(known: Map<string, T>, key: string, value: T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST) known.clear();
  known.set(key, value);
  return value;
}
