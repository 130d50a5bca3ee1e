import type { ErrorObject } from '../errors.ts';
import { isGuid } from '../text/guid.ts';
import { firstSegment } from '../text/origin.ts';
import type { Discovery, FlowEvidence, FlowRequest, Result, Token } from '../types.ts';
import type { Diagnosis, Symptoms } from './rule.ts';

export type { Diagnosis } from './rule.ts';

/** A flow whose token can be read. */
export interface ReadFlow {
  readonly request: FlowRequest;
  readonly token: Token;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The endpoint said 401 to this token in at least one session. */
  readonly refused: boolean;
  /** At least one session went well with it. */
  readonly accepted: boolean;
}

/** Dozens of rules ask for them. */
const read = new WeakMap<Symptoms, readonly ReadFlow[]>();

export function readFlows(symptoms: Symptoms): readonly ReadFlow[] {
  const known = read.get(symptoms) ?? readAll(symptoms);
  read.set(symptoms, known);
  return known;
}

function readAll({ evidence }: Symptoms): readonly ReadFlow[] {
  return evidence.flows.flatMap((flow) => {
    if (flow.token?.claims == null) return [];
    const { request, token } = flow;
    return [{ request, token, claims: flow.token.claims, ...reception(flow) }];
  });
}

function reception({ sessions }: FlowEvidence): { readonly refused: boolean; readonly accepted: boolean } {
  return {
    refused: sessions.some((session) => session.error?.code === 'auth.rejected_token'),
    accepted: sessions.some((session) => session.error === null),
  };
}

/** The finding of a rule that knows one kind of trouble. Unless it says otherwise the cause is certain. */
export function found(
  summary: string,
  cause: string,
  fix: string,
  rest: Partial<Omit<Diagnosis, 'summary' | 'cause' | 'fix'>> = {},
): Diagnosis {
  return {
    severity: 'error',
    confidence: 'certain',
    aadsts: null,
    results: [],
    summary,
    cause,
    fix,
    ...rest,
  };
}

/** The ids, each once, of the results that failed and fit. */
export function failedIds(symptoms: Symptoms, fits: (result: Result) => boolean): readonly string[] {
  const failed = symptoms.results.filter((result) => result.verdict === 'fail' && fits(result));
  return [...new Set(failed.map((result) => result.id))];
}

/** The ids of the failed steps of the road, of one flow or of all, and of the checks that repeat such a step. */
export function failedSteps(symptoms: Symptoms, flow?: string): readonly string[] {
  return failedIds(
    symptoms,
    (result) =>
      (result.group === 'road' || REPEATING.has(result.id)) && (flow === undefined || result.flow === flow),
  );
}

/** A refused token is refused again. */
const REPEATING: ReadonlySet<string> = new Set(['endpoint/accepts-valid-token', 'token/refresh-works']);

/** The first error whose code is this one or begins with it and a dot. */
export function errorOf(symptoms: Symptoms, ...codes: readonly string[]): ErrorObject | undefined {
  return symptoms.errors.find(({ code }) =>
    codes.some((wanted) => code === wanted || code.startsWith(`${wanted}.`)),
  );
}

/**
 * An error with this code that ended a conversation, in which the endpoint had taken the token at first: what a
 * client then found when it asked for another one.
 */
export function midRun({ evidence, errors }: Symptoms, code: string): ErrorObject | undefined {
  const ended = evidence.flows.flatMap(({ sessions }) => sessions.map((session) => session.error));
  return errors.find((error) => error.code === code && (error.phase === 'session' || ended.includes(error)));
}

/** The origin of a recorded URL, which the recorder has written in its normal form. */
export function originOfRecorded(url: string): string {
  const end = url.indexOf('/', url.indexOf('//') + 2);
  return end < 0 ? url : url.slice(0, end);
}

/** With a capital, for the beginning of a sentence. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A remote value in a sentence. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return `"${text.length > 200 ? `${text.slice(0, 199)}…` : text}"`;
}

export function quoteAll(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.map(quote).join(', ');
}

/** Fills `{clientId}`, `{tenant}` and `{audience}` with this run's own ids, or with words where there is none. */
export function fill(text: string, { evidence }: Symptoms, request?: FlowRequest): string {
  const { target } = evidence;
  const client = request?.clientId ?? target.flows.find((flow) => flow.clientId !== undefined)?.clientId;
  const values: Readonly<Record<string, string>> = {
    clientId: client ?? '<client id>',
    tenant: target.tenant ?? tenantIn(target.issuer ?? evidence.discovery?.issuer) ?? 'the tenant',
    audience: target.audience?.replace(/^api:\/\//, '') ?? "<the API's client id>",
  };
  return text.replaceAll(/\{(clientId|tenant|audience)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The tenant in an Entra issuer, where it is a GUID. */
function tenantIn(issuer: string | null | undefined): string | undefined {
  const tenant = firstSegment(issuer);
  return isGuid(tenant) ? tenant : undefined;
}

/** The provider is Entra ID, by its profile or by the token's own issuer. */
export function isEntra({ evidence }: Symptoms): boolean {
  return evidence.profile.name === 'entra';
}

/** The endpoint answered 401 or 403 somewhere without a token: it is protected. */
export function isProtected(discovery: Discovery | null): boolean {
  return discovery?.answers.some((answer) => answer.status === 401 || answer.status === 403) === true;
}

/** Where the protected resource metadata of an endpoint belongs (RFC 9728 §3.1). */
export function metadataUrl(endpoint: string): string {
  const { origin, pathname, search } = URL.canParse(endpoint)
    ? new URL(endpoint)
    : { origin: '', pathname: '', search: '' };
  return `${origin}/.well-known/oauth-protected-resource${pathname.replace(/\/$/, '')}${search}`;
}
