import type { KnownRule } from '../../known-rule.ts';
import { failedIds, failedSteps, fill, found, isEntra, quote, quoteAll } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { appIdUri, OIDC, wordsIn } from './lines-to-serve.ts';

export const entraScopesOfAnotherApi: KnownRule = {
  code: 'entra/scopes-of-another-api',
  leg: 'discovery',
  checks: ['token/audience-as-expected'],
  explains: [
    'entra/aadsts-650053',
    'entra/aadsts-650052',
    'entra/aadsts-500011',
    'entra/aadsts-65001',
    'discovery/resource-mismatch',
    'token/audience-mismatch',
    'session/other-audience-expected',
  ],
  about: {
    title: 'The endpoint tells clients to ask for scopes of another API.',
    cause:
      'The scopes in challenge or metadata begin with another App ID URI; tokens for it are refused here.',
    fix: "Advertise the scopes of this server's own API registration.",
  },
  diagnose: (symptoms) => {
    if (!isEntra(symptoms)) return [];
    const own = ownNames(symptoms);
    const advertised = sources(symptoms);
    const foreign = advertised.find(({ scopes }) => scopes.some((scope) => isForeign(scope, own)));
    if (own.length === 0 || foreign === undefined) return [];
    const scopes = foreign.scopes.filter((scope) => isForeign(scope, own));
    const right = `${appIdUri(symptoms)}/${lastWord(scopes[0] ?? '')}`;
    const results = stepsOf(symptoms, scopes);
    return [
      found(
        'The endpoint tells clients to ask for scopes of another API than its own.',
        `${foreign.where} has ${quoteAll(scopes)}; the audience of this run is ${quote(symptoms.evidence.target.audience ?? '')}. A token for the former is not for this server, and Entra ID gives out no token for both.`,
        fill(
          `If the API {audience} is right (App registrations > the API > Overview: Application (client) ID), advertise its scopes, as Expose an API shows them: ${right}. If the endpoint is, give its API to --audience.`,
          symptoms,
        ),
        {
          severity: results.length > 0 ? 'error' : 'warning',
          results,
          paste: [
            {
              where: 'server',
              text: `"scopes_supported": ${JSON.stringify(scopes.map((one) => `${appIdUri(symptoms)}/${lastWord(one)}`))}`,
            },
          ],
        },
      ),
    ];
  },
};

/** What this run's API is called; empty where nobody said which one it is. */
function ownNames({ evidence }: Symptoms): readonly string[] {
  const { audience } = evidence.target;
  return audience === undefined ? [] : evidence.profile.acceptedAudiences(audience.replace(/\/$/, ''));
}

function sources({ evidence }: Symptoms): readonly { where: string; scopes: readonly string[] }[] {
  const { challenge, protectedResourceMetadata } = evidence.discovery ?? {};
  return [
    { where: 'The challenge', scopes: wordsIn(challenge?.parameters.scope) },
    {
      where: 'scopes_supported of the metadata',
      scopes: protectedResourceMetadata?.document.scopes_supported ?? [],
    },
  ];
}

/** Only names that two GUIDs or two App ID URIs tell apart: an https name may be a second one of the same API. */
function isForeign(scope: string, own: readonly string[]): boolean {
  if (OIDC.has(scope) || !/^api:\/\/[^/]/i.test(scope)) return false;
  const api = scope.slice(0, scope.lastIndexOf('/'));
  const guid = GUID.exec(api)?.[0].toLowerCase();
  return (
    guid !== undefined &&
    !own.some((name) => name.toLowerCase().includes(guid)) &&
    own.some((name) => GUID.test(name))
  );
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

function lastWord(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

/** What failed of the flows that asked for these scopes, because nobody told them others. */
function stepsOf(symptoms: Symptoms, scopes: readonly string[]): readonly string[] {
  const apis = new Set(scopes.map((scope) => GUID.exec(scope)?.[0].toLowerCase()));
  const misled = symptoms.evidence.flows.filter(({ request, token, error }) => {
    if (request.scopes !== undefined || request.flow === 'client_credentials') return false;
    const isForIt = token?.aud.some((aud) => apis.has(GUID.exec(aud)?.[0].toLowerCase())) === true;
    return error !== null || isForIt;
  });
  return [
    ...new Set(
      misled.flatMap(({ request: { flow } }) => [
        ...failedSteps(symptoms, flow),
        ...failedIds(symptoms, (result) => result.flow === flow && OF_TOKENS.has(result.id)),
      ]),
    ),
  ];
}

const OF_TOKENS: ReadonlySet<string> = new Set([
  'token/audience-as-expected',
  'token/scopes-as-expected',
  'interop/entra-compatible',
]);
