import type { ErrorObject, ProviderError } from '../../../errors.ts';
import type { FlowRequest } from '../../../types.ts';
import { entryOfProvider, type ProviderEntry } from '../../catalogue.ts';
import type { KnownRule } from '../../known-rule.ts';
import { type Diagnosis, failedSteps, fill, found, quote } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { detailOf } from './refusal-details.ts';

/** What a provider without error numbers said is looked up in the words that it is known to use. */
export const refusedInItsWords: KnownRule = {
  code: 'provider/refused-in-its-words',
  leg: 'token',
  about: {
    title: 'The authorization server refuses, in words that are known.',
    cause: 'Okta, Auth0, Keycloak and Azure AD B2C have causes of their own behind the OAuth errors.',
    fix: 'The finding that comes of it has a code of its own, and says where it is mended.',
  },
  diagnose: (symptoms) => {
    const refusals = refusalsIn(symptoms);
    const codes = new Set(refusals.map(({ entry }) => entry.code));
    return [...codes].map((code) =>
      diagnosisOf(
        refusals.filter(({ entry }) => entry.code === code),
        symptoms,
      ),
    );
  },
};

interface Refusal {
  readonly entry: ProviderEntry;
  readonly provider: ProviderError;
  /** Absent: what was refused belongs to no flow. */
  readonly request?: FlowRequest;
}

function refusalsIn(symptoms: Symptoms): readonly Refusal[] {
  const { flows, profile } = symptoms.evidence;
  return symptoms.errors.flatMap((error) => {
    const entry = isRefusal(error) ? entryOfProvider(profile.name, error.provider) : undefined;
    if (entry === undefined || error.provider === undefined) return [];
    const request = flows.find(
      (flow) => flow.error === error || flow.sessions.some((session) => session.error === error),
    )?.request;
    return [{ entry, provider: error.provider, ...(request === undefined ? {} : { request }) }];
  });
}

/** Of the authorization server: what an endpoint says of a token, or a partner in an exchange, is another matter. */
function isRefusal(error: ErrorObject): error is ErrorObject & { readonly provider: ProviderError } {
  const { provider, code, phase } = error;
  if (provider === undefined || provider.aadsts !== undefined || phase === 'token_exchange') return false;
  return /^(?:oauth|token|unavailable|rate_limited)\b/.test(code) && code !== 'rate_limited.endpoint';
}

/** One finding for all the flows that were refused for the same reason. */
function diagnosisOf(refusals: readonly Refusal[], symptoms: Symptoms): Diagnosis {
  const [first] = refusals;
  if (first === undefined) throw new Error('a code comes from a refusal');
  const { entry, provider } = first;
  const requests = [...new Set(refusals.flatMap(({ request }) => request ?? []))];
  const clients = [...new Set(requests.flatMap(({ clientId }) => clientId ?? []))];
  const {
    summary = entry.title,
    compared,
    port = 8400,
    ...more
  } = detailOf(entry.code, { symptoms, requests, clients });
  const text = entry.fix.replaceAll('<port>', String(port));
  const fix = clients.length === 0 ? text : text.replaceAll('{clientId}', clients.join(', '));
  const results =
    requests.length === 0
      ? failedSteps(symptoms)
      : [...new Set(requests.flatMap(({ flow }) => failedSteps(symptoms, flow)))];
  return found(
    summary,
    [said(provider), compared, entry.cause].filter(Boolean).join(' '),
    fill(fix, symptoms, requests[0]),
    { code: entry.code, confidence: CONFIDENCE[entry.confidence], results, ...more },
  );
}

const CONFIDENCE = {
  recorded: 'certain',
  documented: 'likely',
  reported: 'likely',
  unverified: 'possible',
} as const;

function said({ error, description, status }: ProviderError): string {
  const facts = [
    ...(error === undefined ? [] : [error]),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
  ];
  const where = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `The authorization server said ${description === undefined ? 'no more than that' : quote(description)}${where}.`;
}
