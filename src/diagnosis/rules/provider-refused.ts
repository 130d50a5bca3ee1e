import type { ErrorObject, ProviderError } from '../../errors.ts';
import { entryOf } from '../catalogue.ts';
import { aadstsCode, oauthCode } from '../codes.ts';
import type { KnownRule } from '../known-rule.ts';
import { type Diagnosis, failedSteps, fill, found, quote } from '../look.ts';
import { oauthErrors } from '../oauth-errors.ts';
import type { Symptoms } from '../rule.ts';

/** The authorization server said why: its number or its OAuth error is looked up. */
export const providerRefused: KnownRule = {
  code: 'provider/refused',
  leg: 'token',
  about: {
    title: 'The authorization server refuses.',
    cause: 'It answered with an error; its number or name says which.',
    fix: 'mcp-authcheck explain with that number or name.',
  },
  diagnose: (symptoms) => {
    const flows = symptoms.evidence.flows.filter((flow) => isRefusal(flow.error));
    const inFlows = flows.flatMap((flow) =>
      flow.error === null ? [] : diagnosisOf(flow.error, symptoms, flow.request),
    );
    const elsewhere = symptoms.errors.filter(
      (error) => isRefusal(error) && !flows.some((flow) => flow.error === error),
    );
    return [...inFlows, ...elsewhere.flatMap((error) => diagnosisOf(error, symptoms))];
  },
};

function isRefusal(error: ErrorObject | null): boolean {
  if (error?.provider === undefined) return false;
  return error.code.startsWith('oauth.') || error.provider.aadsts !== undefined;
}

function diagnosisOf(
  { provider = {}, message, phase, hint }: ErrorObject,
  symptoms: Symptoms,
  request?: Parameters<typeof fill>[2],
): readonly Diagnosis[] {
  const { code, ...known } = knownAs(provider);
  if (phase === 'token_exchange') {
    const fix = hint ?? 'Look at the identity provider: it, and not the authorization server, refused.';
    const results = failedSteps(symptoms, request?.flow);
    return [found('The identity provider refuses the token exchange.', message, fix, { results })];
  }
  return [
    found(
      known.title ?? 'The authorization server refuses.',
      `${known.cause === undefined ? '' : `${known.cause} `}${said(provider, message)}`,
      fill(known.fix ?? unknownFix(provider), symptoms, request),
      {
        ...(code === undefined ? {} : { code }),
        aadsts: provider.aadsts ?? null,
        results: failedSteps(symptoms, request?.flow),
      },
    ),
  ];
}

function unknownFix({ traceId, correlationId }: ProviderError): string {
  const ids =
    traceId === undefined && correlationId === undefined ? '' : '; the identifiers above find it in its logs';
  return `Look the error up with the provider${ids}.`;
}

/** The number says more than the OAuth error; a number that nobody knows keeps the rule's own code. */
function knownAs({ aadsts, error }: ProviderError): Partial<Text> & { readonly code?: string } {
  const entry = aadsts === undefined ? undefined : entryOf(aadsts);
  if (entry !== undefined) return { ...textOf(entry), code: aadstsCode(entry.code) };
  const known = oauthErrors.find((one) => one.error === error);
  if (known === undefined) return {};
  return { ...textOf(known), ...(aadsts === undefined ? { code: oauthCode(known.error) } : {}) };
}

type Text = Record<'title' | 'cause' | 'fix', string>;

function textOf({ title, cause, fix }: Text): Text {
  return { title, cause, fix };
}

/** What it said, without the number and the identifiers that stand beside it anyway. */
function said(provider: ProviderError, message: string): string {
  const { error, aadsts, suberror, description, status, traceId, correlationId } = provider;
  const ids = [
    ...(traceId === undefined ? [] : [`trace id ${traceId}`]),
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ];
  if (description === undefined)
    return ids.length === 0 ? message : `${message} For support: ${ids.join(', ')}.`;
  const facts = [
    ...(error === undefined ? [] : [error]),
    ...(aadsts === undefined ? [] : [`AADSTS${aadsts}`]),
    ...(suberror === undefined ? [] : [suberror]),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...ids,
  ];
  const words = description.replace(/^AADSTS\d+: */, '').replace(/[\s.]*(?:Trace|Correlation) ID: .*$/s, '.');
  return `The authorization server said ${quote(words)} (${facts.join(', ')}).`;
}
