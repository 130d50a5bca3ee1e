import type { KnownRule } from '../known-rule.ts';
import { failedIds, failedSteps, fill, found, quote, quoteAll, readFlows } from '../look.ts';

const CLAIM_CHECKS: ReadonlySet<string> = new Set(['token/audience-as-expected', 'token/issuer-as-expected']);

/** The API's registration, not the endpoint, decides the token's version. */
export const entraTokenVersion1: KnownRule = {
  code: 'entra/token-version-1',
  leg: 'token',
  checks: ['token/audience-as-expected', 'token/issuer-as-expected'],
  about: {
    title: 'Entra ID issues version 1.0 tokens for the API.',
    cause: 'The manifest of the API chooses the version, not the token endpoint; the default is 1.0.',
    fix: 'Set api.requestedAccessTokenVersion to 2, or accept issuer and audience of version 1.0.',
  },
  diagnose: (symptoms) => {
    const old = readFlows(symptoms).filter(
      ({ token }) => token.iss !== null && isEntraV1(token.iss) && token.version !== '2.0',
    );
    const [first] = old;
    if (first === undefined) return [];
    const flows = new Set(old.map(({ request }) => request.flow));
    const results = failedIds(symptoms, ({ id, flow }) => CLAIM_CHECKS.has(id) && flows.has(flow ?? ''));
    const refused = old.filter((flow) => flow.refused);
    const steps = refused.flatMap(({ request }) => failedSteps(symptoms, request.flow));
    const harmful = results.length > 0 || refused.length > 0;
    const { iss, aud } = first.token;
    const { issuer } = symptoms.evidence.discovery ?? {};
    return [
      found(
        `Entra ID issues version 1.0 tokens for this API${objection(refused.length > 0, results.length > 0)}.`,
        `The token has iss ${quote(iss)} and aud ${quoteAll(aud)}; in version 2.0 they would be ${quote(issuer ?? fill('https://login.microsoftonline.com/{tenant}/v2.0', symptoms))} and the API's client id. The manifest of the API chooses the version, not the token endpoint.`,
        fill(
          'App registrations > the API {audience} > Manifest: set api.requestedAccessTokenVersion to 2, wait a few minutes and get a new token. Or let the server accept, and the gate demand, the issuer and audience above.',
          symptoms,
        ),
        { severity: harmful ? 'error' : 'note', results: [...new Set([...results, ...steps])] },
      ),
    ];
  },
};

function objection(refused: boolean, demanded: boolean): string {
  if (refused) return ', and the server expects version 2.0';
  return demanded ? ', and version 2.0 was demanded' : '';
}

function isEntraV1(issuer: string): boolean {
  return /^https:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)\//.test(issuer);
}
