import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

export const keyNotPublished: KnownRule = {
  code: 'token/key-not-published',
  leg: 'token',
  explains: ['token/signature-invalid'],
  about: {
    title: "The key that signed the token is not among the issuer's published keys.",
    cause: 'It was withdrawn, or the token comes from another cloud, tenant or issuer.',
    fix: 'Get a new token; check the issuer and --jwks.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ request, token }) => {
      if (token?.signature !== 'invalid' || !lacksKey(token.signatureReason)) return [];
      const { discovery, target } = symptoms.evidence;
      const place = target.jwksUri ?? discovery?.authorizationServerMetadata?.document.jwks_uri;
      const foreign = token.iss !== null && discovery?.issuer !== null && token.iss !== discovery?.issuer;
      const other = foreign ? `; the authorization server here is ${quote(discovery?.issuer)}` : '';
      const issuer = token.iss === null ? '' : ` Its iss is ${quote(token.iss)}${other}.`;
      return [
        found(
          "The key that signed the token is not among the issuer's published keys.",
          `The token names kid ${quote(token.header?.kid ?? null)}, which ${place ?? 'the key set'} does not have.${issuer}`,
          foreign
            ? 'Get a token from the authorization server that the endpoint trusts, or look at the keys of the issuer of this one (--issuer, --jwks).'
            : 'Get a new token: keys are changed now and then, and tokens of an old key end with it.',
          {
            confidence: 'likely',
            alternatives: [
              ...(target.jwksUri === undefined ? [] : ['--jwks names the keys of another issuer.']),
              'The token comes from another cloud (login.microsoftonline.us, .cn), or from a stand-in.',
              'The API has signing keys of its own (claims mapping): they are published at the same place with ?appid=<client id of the API>.',
            ],
            decide: `Whether the token is older than a day (iat ${token.issuedAt ?? 'missing'}), and whether its iss is your tenant's.`,
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};

/** In the words of our own verifier: keys there are, and none with this id. */
function lacksKey(reason: string | null): boolean {
  return reason !== null && /none with the token's "kid"/.test(reason);
}
