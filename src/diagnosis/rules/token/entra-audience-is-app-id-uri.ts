import { isGuid } from '../../../text/guid.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote, quoteAll, readFlows } from '../../look.ts';

/** The token names the API by its App ID URI, and the client id was expected. */
export const entraAudienceIsAppIdUri: KnownRule = {
  code: 'entra/audience-is-app-id-uri',
  leg: 'token',
  unlessExplained: true,
  checks: ['token/audience-as-expected'],
  about: {
    title: "The token's audience is the App ID URI, and the client id is expected.",
    cause: 'Version 1.0 tokens carry the name that was asked for.',
    fix: 'Set api.requestedAccessTokenVersion to 2, or accept api://… as audience.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, refused }) => {
      const expected = request.expect?.aud ?? [symptoms.evidence.target.audience ?? ''];
      const guid = expected.find((aud) => isGuid(aud) && token.aud.includes(`api://${aud}`));
      const uri = `api://${guid}`;
      const results = failedIds(
        symptoms,
        ({ id, flow }) => id === 'token/audience-as-expected' && flow === request.flow,
      );
      if (guid === undefined || (results.length === 0 && !refused)) return [];
      return [
        found(
          "The token's audience is the App ID URI, and the client id is expected.",
          `aud is ${quote(uri)}; expected is ${quoteAll(expected)}. Version 1.0 tokens carry what was asked for, version 2.0 tokens the client id.`,
          `Set api.requestedAccessTokenVersion to 2 in the manifest of the API ${guid}, or add ${uri} to the audiences that the server accepts.`,
          { results },
        ),
      ];
    }),
};
