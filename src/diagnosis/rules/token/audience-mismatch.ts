import type { KnownRule } from '../../known-rule.ts';
import { failedIds, failedSteps, found, quoteAll, readFlows } from '../../look.ts';
import { resourceOfMicrosoft } from './known-clients.ts';

export const audienceMismatch: KnownRule = {
  code: 'token/audience-mismatch',
  leg: 'token',
  checks: ['token/audience-as-expected'],
  about: {
    title: 'The token is for another audience.',
    cause: 'Another API was asked for, or the server expects another spelling.',
    fix: 'Ask for the scopes of the API, or correct the audience that the server expects.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, refused }) => {
      const { target, profile } = symptoms.evidence;
      const expected =
        request.expect?.aud ??
        (target.audience === undefined ? [] : profile.acceptedAudiences(target.audience));
      const wanted = expected.length > 0 && !token.aud.some((aud) => expected.includes(aud));
      const explained =
        token.aud.some((aud) => resourceOfMicrosoft(aud) !== undefined || aud === request.clientId) ||
        expected.some((aud) => token.aud.includes(`api://${aud}`));
      if (!wanted || explained) return [];
      return [
        found(
          'The token is for another audience.',
          `aud is ${quoteAll(token.aud)}; expected is ${quoteAll(expected)}. A server must refuse tokens for others (RFC 8707 §2).`,
          fixFor(profile.name, token.aud, expected),
          {
            results: [
              ...failedIds(
                symptoms,
                ({ id, flow }) => id === 'token/audience-as-expected' && flow === request.flow,
              ),
              ...(refused ? failedSteps(symptoms, request.flow) : []),
            ],
          },
        ),
      ];
    }),
};

function fixFor(provider: string, found: readonly string[], expected: readonly string[]): string {
  if (provider === 'entra') {
    return `Ask for scopes of the API (${expected[0] ?? ''}), in full. If the token is right, set OAUTH_AUDIENCE of the server to ${found[0] ?? 'its aud'}: version 2.0 tokens always carry the API's client id.`;
  }
  return `Ask for a token for ${expected[0] ?? 'the server'} (--audience, --resource, or an audience mapper at the provider). If the token is right, let the server expect ${found[0] ?? 'its aud'}.`;
}
