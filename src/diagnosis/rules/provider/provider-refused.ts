import type { ErrorObject, ProviderError } from '../../../errors.ts';
import type { Finding, FlowRequest, SupportIds } from '../../../types.ts';
import { entryOf, entryOfProvider } from '../../catalogue.ts';
import { aadstsCode, oauthCode } from '../../codes.ts';
import type { KnownRule } from '../../known-rule.ts';
import { type Diagnosis, failedSteps, fill, found, quote } from '../../look.ts';
import { oauthErrors } from '../../oauth-errors.ts';
import type { Symptoms } from '../../rule.ts';
import { type Narrowed, narrowing, type Refusal } from './refusal/index.ts';
import { signInLog } from './refusal/sign-in-log.ts';

/**
 * The authorization server said why: its number or its OAuth error is looked up, and of several causes the one
 * named that this run's own settings show.
 */
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

function diagnosisOf(error: ErrorObject, symptoms: Symptoms, request?: FlowRequest): readonly Diagnosis[] {
  const { provider = {}, message, phase, hint } = error;
  // What it says in words of its own is told by a rule about providers.
  if (phase !== 'token_exchange' && isKnownByWords(provider, symptoms)) return [];
  const results = failedSteps(symptoms, request?.flow);
  const support = supportIds(provider);
  if (phase === 'token_exchange') {
    const fix = hint ?? 'Look at the identity provider: it, and not the authorization server, refused.';
    return [
      found('The identity provider refuses the token exchange.', message, fix, { results, ...support }),
    ];
  }
  const refusal: Refusal = { provider, words: wordsOf(provider), symptoms, request };
  const { code, cause: knownCause, confidence: known, ...text } = knownAs(provider);
  const narrowed: Narrowed = narrowing[provider.aadsts ?? 0]?.(refusal) ?? {};
  const { summary, cause, fix, look = signInLog(refusal), confidence = known, ...rest } = narrowed;
  const why = cause ?? knownCause;
  const told = why === undefined ? said(provider, message) : named(provider, message);
  return [
    found(
      fill(summary ?? text.title ?? 'The authorization server refuses.', symptoms, request),
      `${why === undefined ? '' : `${why} `}${told}`,
      fill(fix ?? text.fix ?? unknownFix(provider), symptoms, request),
      {
        ...(code === undefined ? {} : { code }),
        confidence: confidence ?? 'possible',
        aadsts: provider.aadsts ?? null,
        results,
        ...rest,
        ...(look === undefined ? {} : { look }),
        ...support,
      },
    ),
  ];
}

function isKnownByWords(provider: ProviderError, { evidence }: Symptoms): boolean {
  return provider.aadsts === undefined && entryOfProvider(evidence.profile.name, provider) !== undefined;
}

function supportIds({ traceId, correlationId, timestamp }: ProviderError): { readonly support?: SupportIds } {
  if (traceId === undefined && correlationId === undefined) return {};
  return {
    support: {
      ...(traceId === undefined ? {} : { traceId }),
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(timestamp === undefined ? {} : { timestamp }),
    },
  };
}

function unknownFix({ traceId, correlationId }: ProviderError): string {
  const ids =
    traceId === undefined && correlationId === undefined ? '' : '; the identifiers below find it in its logs';
  return `Look the error up with the provider${ids}.`;
}

interface Known extends Partial<Record<'title' | 'cause' | 'fix', string>> {
  readonly code?: string;
  readonly confidence?: Finding['confidence'];
}

/** The number says more than the OAuth error; a number that nobody knows keeps the rule's own code. */
function knownAs({ aadsts, error }: ProviderError): Known {
  const entry = aadsts === undefined ? undefined : entryOf(aadsts);
  if (entry !== undefined) return { ...textOf(entry), code: aadstsCode(entry.code) };
  const known = oauthErrors.find((one) => one.error === error);
  if (known === undefined) return {};
  const { title, cause, fix } = known;
  return { title, cause, fix, ...(aadsts === undefined ? { code: oauthCode(known.error) } : {}) };
}

type Catalogued = Record<'title' | 'cause' | 'fix', string> & {
  readonly confidence: keyof typeof CONFIDENCE;
};

function textOf({ title, cause, fix, confidence }: Catalogued): Known {
  return { title, cause, fix, confidence: CONFIDENCE[confidence] };
}

/** How well an answer is known, and so how sure its meaning is. */
const CONFIDENCE = {
  recorded: 'certain',
  reported: 'likely',
  documented: 'likely',
  unverified: 'possible',
} as const;

/** Its text without the number and the identifiers that stand beside it anyway. */
function wordsOf({ description = '' }: ProviderError): string {
  return description
    .replace(/^AADSTS\d+: */, '')
    .replace(/(?<![\s.])[\s.]*(?:Trace|Correlation) ID: .*$/s, '.');
}

function said(provider: ProviderError, message: string): string {
  const words = wordsOf(provider);
  if (words === '') return message;
  return `The authorization server said ${quote(words)}${facts(provider)}.`;
}

/** The same in short, where the cause says already what it means: the first sentence of it. */
function named(provider: ProviderError, message: string): string {
  const words = wordsOf(provider);
  if (words === '') return message;
  const [first = words] = /^.*?[.!](?=\s|$)/s.exec(words) ?? [];
  return `The authorization server said ${quote(clipped(first))}${facts(provider)}.`;
}

function clipped(text: string): string {
  return text.length > 140 ? `${text.slice(0, 139)}…` : text;
}

function facts({ error, aadsts, suberror, status }: ProviderError): string {
  const known = [
    ...(error === undefined ? [] : [error]),
    ...(aadsts === undefined ? [] : [`AADSTS${aadsts}`]),
    ...(suberror === undefined ? [] : [suberror]),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
  ];
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}
