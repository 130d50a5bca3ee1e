import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

export const algorithmOfNobody: KnownRule = {
  code: 'token/algorithm-of-nobody',
  leg: 'token',
  explains: ['token/signature-invalid'],
  about: {
    title: 'The token is signed in a way in which no authorization server signs.',
    cause: 'alg is "none" or one of a shared secret (HS256).',
    fix: 'Get a token from the authorization server.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ request, token }) => {
      const alg = token?.header?.alg;
      if (token?.format !== 'jwt' || typeof alg !== 'string' || !/^(?:none|HS\d+)$/i.test(alg)) return [];
      const entra = symptoms.evidence.profile.name === 'entra';
      const auth0 = symptoms.evidence.profile.name === 'auth0';
      return [
        found(
          `The token was not issued by ${entra ? 'Entra ID' : 'an authorization server that others can trust'}: it is ${/^none$/i.test(alg) ? 'not signed' : 'signed with a shared secret'}.`,
          `The header has alg ${quote(alg)}. ${entra ? 'Entra ID signs with RS256 and publishes the keys' : 'A server can verify others by published keys alone (RS256, ES256)'}; a test script or jwt.io makes such tokens.`,
          auth0
            ? 'Applications > APIs > the API > Settings: Signing Algorithm RS256. Then get a new token.'
            : 'Get a token from the authorization server, by one of the flows.',
          { results: explainedBy(symptoms, request) },
        ),
      ];
    }),
};
