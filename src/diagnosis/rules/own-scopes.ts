import type { KnownRule } from '../known-rule.ts';
import { fill, found, quote, readFlows } from '../look.ts';

export const ownScopes: KnownRule = {
  code: 'token/for-the-client-itself',
  leg: 'token',
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
      const own = clientId !== undefined && token.aud.includes(clientId);
      if (!own || meant.length === 0 || meant.includes(clientId) || 'nonce' in claims) return [];
      return [
        found(
          'The token is for the client itself.',
          `aud is the client id ${quote(clientId)}; the scopes asked for are the client's own.`,
          fill('Ask for the scopes of the API: --scope api://{audience}/<scope>.', symptoms, request),
        ),
      ];
    }),
};
