import type { ErrorObject } from '../../../errors.ts';
import { type WhyRefused, whyRefused } from '../../catalogue.ts';
import { demandedOf } from '../../demanded.ts';
import { type ReadFlow, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** A flow whose token the endpoint let in nowhere, and its own words about it. */
export interface RefusedFlow extends ReadFlow {
  readonly error: ErrorObject;
  /** What the challenge says against the token, where it says one thing. */
  readonly why: WhyRefused | undefined;
}

/** Answered 401: the token itself is not believed. */
export function disbelieved(symptoms: Symptoms): readonly RefusedFlow[] {
  return refusedWith(symptoms, ['auth.rejected_token']).filter(({ why }) => why?.claim !== 'scope');
}

/** Answered 403, or 401 for want of scope: the token is believed, and what it allows is not enough. */
export function forbidden(symptoms: Symptoms): readonly RefusedFlow[] {
  return refusedWith(symptoms, ['auth.insufficient_scope', 'auth.forbidden', 'auth.rejected_token']).filter(
    ({ error, why }) => error.code !== 'auth.rejected_token' || why?.claim === 'scope',
  );
}

/** Forbidden, and the challenge names scopes. */
export function forbiddenFor(
  symptoms: Symptoms,
): readonly (RefusedFlow & { readonly demanded: readonly string[] })[] {
  return forbidden(symptoms).flatMap((flow) => {
    const demanded = demandedOf(symptoms, flow.request);
    return demanded.length === 0 ? [] : [{ ...flow, demanded }];
  });
}

function refusedWith(symptoms: Symptoms, codes: readonly string[]): readonly RefusedFlow[] {
  const { flows } = symptoms.evidence;
  return readFlows(symptoms).flatMap((flow) => {
    const { sessions = [] } = flows.find(({ request }) => request === flow.request) ?? {};
    const error = sessions.map((session) => session.error).find((one) => codes.includes(one?.code ?? ''));
    if (error === null || error === undefined) return [];
    return [{ ...flow, error, why: whyRefused(error.provider?.description) }];
  });
}

/** `It says: "The audience is invalid".`, or that it gives no reason. */
export function saidBy({ error }: RefusedFlow): string {
  const { status = 401, description } = error.provider ?? {};
  if (description === undefined) return `It answers ${status} and gives no reason.`;
  const text = description.length > 160 ? `${description.slice(0, 159)}…` : description;
  return `It answers ${status}: "${text}".`;
}

/** Other URIs or ids in the server's own words than those of the token: what it expects, most likely. */
export function namedBy({ error }: RefusedFlow, except: readonly string[]): string | undefined {
  const named = error.provider?.description?.match(NAMES) ?? [];
  return named.map((name) => name.replace(/(?<![.,;:])[.,;:]+$/, '')).find((name) => !except.includes(name));
}

const NAMES = /(?:api|https?):\/\/[^\s"'(),;]+|(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)/gi;
