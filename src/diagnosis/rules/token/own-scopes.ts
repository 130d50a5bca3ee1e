import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quote, quoteAll, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

export const ownScopes: KnownRule = {
  code: 'token/for-the-client-itself',
  leg: 'token',
  explains: ['token/audience-mismatch', 'entra/token-version-1', 'entra/app-only-without-roles'],
  about: {
    title: 'The token is for the client itself.',
    cause: "The client's own scopes were asked for.",
    fix: 'Ask for the scopes of the API.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, claims }) => {
      const { target, profile } = symptoms.evidence;
      const meant = target.audience === undefined ? [] : profile.acceptedAudiences(target.audience);
      const { clientId } = request;
      const own = clientId !== undefined && token.aud.some((aud) => named(aud) === clientId);
      if (!own || meant.length === 0 || meant.includes(clientId) || 'nonce' in claims) return [];
      return [
        found(
          'The token is for the client itself, not for the API.',
          `aud is ${quoteAll(token.aud)}, the client's own id; the API is ${quote(target.audience)}. ${asked(request.scopes)}`,
          fill(
            'Put the id of the API, not that of the client, in front of the scope: --scope api://{audience}/.default for a machine, api://{audience}/<scope> for a person.',
            symptoms,
            request,
          ),
          {
            paste: [
              {
                where: 'client',
                text: fill(
                  'OAUTH_AUDIENCE={audience}\nCUSTOM_SCOPES=api://{audience}/.default',
                  symptoms,
                  request,
                ),
              },
            ],
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};

function named(aud: string): string {
  return aud.replace(/^api:\/\//, '');
}

function asked(scopes: readonly string[] | undefined): string {
  return scopes === undefined ? "The client's own scopes were asked for." : `Asked for: ${scopes.join(' ')}.`;
}
