import { isGuid } from '../../../text/guid.ts';
import type { Paste } from '../../../types.ts';
import { setTokenVersion2 } from '../../az/index.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, failedSteps, fill, found, quote, quoteAll, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { resourceOfMicrosoft } from './known-clients.ts';

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
      ({ token, request }) =>
        token.iss !== null &&
        isEntraV1(token.iss) &&
        token.version !== '2.0' &&
        // Of Microsoft's own resources, and of the client itself, the version is nobody's concern here.
        !token.aud.some((aud) => resourceOfMicrosoft(aud) !== undefined || isClient(aud, request.clientId)),
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
        {
          severity: harmful ? 'error' : 'note',
          ...(harmful ? { paste: pasteFor(symptoms, first.token.iss, aud[0]) } : {}),
          results: [...new Set([...results, ...steps])],
        },
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

function isClient(aud: string, clientId: string | undefined): boolean {
  return clientId !== undefined && aud.replace(/^api:\/\//, '') === clientId;
}

/** The version at the API; or what the server has to accept. */
function pasteFor(symptoms: Symptoms, iss: string | null, aud: string | undefined): readonly Paste[] {
  const api = symptoms.evidence.target.audience?.replace(/^api:\/\//, '');
  return [
    { where: 'manifest', text: '"requestedAccessTokenVersion": 2' },
    ...(api === undefined || !isGuid(api)
      ? []
      : [{ where: 'shell', text: setTokenVersion2({ api }) } as const]),
    { where: 'server', text: `OAUTH_ISSUER=${iss ?? ''}  OAUTH_AUDIENCE=${aud ?? ''}   (the other way)` },
  ];
}
