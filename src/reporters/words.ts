import type { ErrorObject } from '../errors.ts';
import type { Call, Finding, Result, Token } from '../types.ts';
import { escapeRemote } from './escape.ts';

/** "a machine's token (app-only)", "a person's token", "an opaque token: …" */
export function whoseToken(token: Token): string {
  if (token.format === 'opaque') return 'an opaque token: only the server can tell what is in it';
  if (token.format === 'jwe') return 'an encrypted token: only the server can tell what is in it';
  if (token.appOnly === null) return 'a token';
  return token.appOnly ? "a machine's token (app-only)" : "a person's token";
}

/** Whose token it is, for whom, and what it allows, in one sentence. */
export function tokenInWords(token: Token): string {
  if (token.format !== 'jwt') return whoseToken(token);
  const whose = whoseToken(token);
  const aud = token.aud.length === 0 ? 'for nobody in particular (no aud)' : `for ${list(token.aud)}`;
  if (token.appOnly === true) {
    const rights = token.roles.length > 0 ? token.roles : token.scp;
    const may = rights.length === 0 ? 'it has no roles and no scopes' : `it may: ${list(rights)}`;
    return `${whose} ${aud}; ${may}`;
  }
  const scopes = token.scp.length === 0 ? 'it has no scopes' : `it may: ${list(token.scp)}`;
  return `${whose} ${aud}; ${scopes}${token.roles.length === 0 ? '' : `; roles: ${list(token.roles)}`}`;
}

/** "59 min left", "expired 3 min ago", or how long it was good for when it never says. */
export function timeLeft(token: Token, now: number): string {
  if (token.expiresAt === null) return 'it does not say when it expires';
  const minutes = (Date.parse(token.expiresAt) - now) / 60_000;
  if (Number.isNaN(minutes)) return 'it does not say when it expires';
  return minutes < 0 ? `expired ${duration(-minutes)} ago` : `${duration(minutes)} left`;
}

export function signatureInWords(token: Token): string {
  if (token.signature === 'verified') return 'signature verified';
  if (token.signature === 'invalid') return 'SIGNATURE INVALID';
  const reason = token.signatureReason === null ? '' : ` (${escapeRemote(token.signatureReason, 120)})`;
  return `signature not verified${reason}`;
}

/** `add(a=1, b=2) = 3`; a result that is more than a short value is left out: `get_me()`. */
export function callInWords(call: Pick<Call, 'tool' | 'arguments' | 'result'>): string {
  const { result } = call;
  const simple = result === null || ['string', 'number', 'boolean'].includes(typeof result);
  const text = JSON.stringify(result) ?? '';
  return simple && text.length <= 40 ? `${callName(call)} = ${escapeRemote(text, 40)}` : callName(call);
}

/** `add(a=1, b=2)` */
export function callName(call: Pick<Call, 'tool' | 'arguments'>): string {
  const given = Object.entries(call.arguments).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return escapeRemote(`${call.tool}(${given.join(', ')})`, 60);
}

/** Why there is no token. What the authorization server said at length stands in the finding about it. */
export function refusalInWords({ message, provider }: ErrorObject): string {
  const facts = [
    ...(provider?.error === undefined ? [] : [provider.error]),
    ...(provider?.aadsts === undefined ? [] : [`AADSTS${provider.aadsts}`]),
    ...(provider?.status === undefined ? [] : [`HTTP ${provider.status}`]),
  ];
  const short = message.length > 160 && facts.length > 0;
  return escapeRemote(short ? `The authorization server refused: ${facts.join(', ')}` : message, 400);
}

/** "2025-11-25 and 2026-07-28" */
export function and(items: readonly string[]): string {
  const [last = '', ...before] = [...items].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}

/** "1 warning", "3 warnings" */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Remote text in at most so many columns. */
export function clip(text: string, columns: number): string {
  const escaped = escapeRemote(text, 500);
  return escaped.length <= columns ? escaped : `${escaped.slice(0, columns - 1)}…`;
}

/** Items for a sentence, each escaped, no more than eight. */
export function list(items: readonly string[]): string {
  const shown = items.slice(0, 8).map((item) => escapeRemote(item, 120));
  return `${shown.join(', ')}${items.length > 8 ? ` and ${items.length - 8} more` : ''}`;
}

/** Findings that are worth a red or yellow line, in their order. */
export function serious(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.severity !== 'note');
}

/** Results that say the same of several flows and eras, as one, with where it was seen. */
export function sameWords(
  results: readonly Result[],
): readonly { readonly result: Result; readonly where: string; readonly times: number }[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.id}\n${result.message}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => {
    const [result] = group;
    if (result === undefined) return [];
    const places = [
      new Set(group.flatMap((one) => one.flow ?? [])),
      new Set(group.flatMap((one) => one.protocol ?? [])),
    ].map((names) => and([...names]));
    return [{ result, where: places.filter((text) => text !== '').join(', '), times: group.length }];
  });
}

function duration(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  return minutes < 120 ? `${Math.floor(minutes)} min` : `${Math.floor(minutes / 60)} h`;
}
