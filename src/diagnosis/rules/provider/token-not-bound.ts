import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found } from '../../look.ts';

const FIX =
  'Switch DPoP on for the client or the API at the authorization server; or leave --dpop out, if a bearer token will do.';

export const tokenNotBound: KnownRule = {
  code: 'token/not-bound',
  leg: 'token',
  about: {
    title: 'A token bound to a key was asked for, and a bearer token came.',
    cause: 'The authorization server does not do DPoP (RFC 9449 §5), or not for this client.',
    fix: FIX,
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ request, error }) => {
      if (request.dpop !== true || error?.code !== 'token.type') return [];
      const algorithms =
        symptoms.evidence.discovery?.authorizationServerMetadata?.document.dpop_signing_alg_values_supported;
      const advertised = Array.isArray(algorithms)
        ? 'Its metadata says that it can: dpop_signing_alg_values_supported is there.'
        : 'Its metadata does not say that it can: dpop_signing_alg_values_supported is missing.';
      return [
        found(
          'A token bound to a key was asked for, and another came.',
          `${error.message} ${advertised}`,
          FIX,
          { results: failedSteps(symptoms, request.flow) },
        ),
      ];
    }),
};
