import type { FlowRequest } from '../../../types.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote, quoteAll, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { failedWith, isOf, realmOf } from './in-use.ts';
import { addAudienceMapper } from './kcadm.ts';

/** Keycloak's own clients, which are there without any mapper. */
const OWN: ReadonlySet<string> = new Set(['account', 'realm-management', 'broker']);

export const keycloakAudienceMissing: KnownRule = {
  code: 'keycloak/audience-missing',
  leg: 'token',
  checks: ['token/audience-as-expected'],
  explains: ['token/audience-mismatch', 'token/audience-missing', 'session/*'],
  about: {
    title: 'The token names no audience but Keycloak itself: an audience mapper is missing.',
    cause: 'Keycloak puts an API into aud only where a mapper of type Audience says so.',
    fix: 'Clients > the client > Client scopes > the dedicated scope > Add mapper > By configuration > Audience.',
  },
  diagnose: (symptoms) => {
    if (!isOf('keycloak', symptoms)) return [];
    const { target, discovery } = symptoms.evidence;
    const without = readFlows(symptoms).filter(
      ({ request, token, refused }) =>
        token.aud.every((audience) => OWN.has(audience)) &&
        (refused || isExpectedOtherwise(symptoms, request)),
    );
    const [first] = without;
    const results = failedWith(symptoms, ...without.map(({ request }) => request));
    if (first === undefined || results.length === 0) return [];
    const expected = target.audience ?? discovery?.protectedResourceMetadata?.document.resource;
    const realm = realmOf(symptoms);
    const clients = [...new Set(without.flatMap(({ request }) => request.clientId ?? []))];
    return [
      found(
        'The token names no audience but Keycloak itself: an audience mapper is missing.',
        `aud is ${quoteAll(first.token.aud)}; ${expected === undefined ? 'the server expects its own name' : `expected is ${quote(expected)}`}. Keycloak puts an API into aud only where a mapper of type Audience says so, and ignores the resource parameter.`,
        `Clients > ${clients.join(', ') || 'the client'} > Client scopes > CLIENT-dedicated > Add mapper > By configuration > Audience: Included Custom Audience ${expected ?? "the server's"}, Add to access token On. For many clients put the mapper into a client scope.`,
        {
          results,
          paste: clients.map((client) => ({
            where: 'shell',
            text: addAudienceMapper({ realm, client, audience: expected ?? 'AUDIENCE' }),
          })),
        },
      ),
    ];
  },
};

function isExpectedOtherwise({ results }: Symptoms, { flow }: FlowRequest): boolean {
  return results.some(
    (result) =>
      result.id === 'token/audience-as-expected' && result.verdict === 'fail' && result.flow === flow,
  );
}
