import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found, isEntra, isGuid, quoteAll, readFlows } from '../look.ts';

/**
 * Of what a server compares, a client can look at signature, issuer and time. When all three are right by the
 * endpoint's own account and every such token is refused, the audience is left.
 */
export const otherAudienceExpected: KnownRule = {
  code: 'session/other-audience-expected',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The endpoint expects another audience than the token has.',
    cause: 'Signature, issuer and time are right, and the token is refused all the same.',
    fix: "Set the audience that the server expects to the token's aud.",
  },
  diagnose: (symptoms) => {
    const { evidence, errors } = symptoms;
    const flows = readFlows(symptoms);
    const taken = flows.filter(({ accepted }) => accepted).flatMap(({ token }) => token.aud);
    const named = evidence.discovery?.authorizationServers ?? [];
    const refused = flows.filter(
      ({ token, refused, accepted }) =>
        refused &&
        !accepted &&
        token.signature === 'verified' &&
        named.includes(token.iss ?? '') &&
        token.aud.length > 0 &&
        !token.aud.some((aud) => taken.includes(aud)),
    );
    const said = errors.find(({ code }) => code === 'auth.rejected_token');
    const audiences = new Map(refused.map((flow) => [quoteAll(flow.token.aud), flow]));
    return [...audiences].map(([aud, { request, token }]) => {
      const [first = ''] = token.aud;
      const uri =
        isEntra(symptoms) && isGuid(first)
          ? ` A version 2.0 token of Entra ID always has the API's client id as aud, never api://${first}.`
          : '';
      return found(
        `The endpoint refuses the token, most likely for its audience: it expects another than ${aud}.`,
        `${said?.message ?? ''} The token has aud ${aud}. Its issuer is the one that the endpoint names itself, the issuer's keys verify it, and it has not expired; what is left for a server to compare is the audience.${uri}`.trim(),
        `Set the audience that the server expects (OAUTH_AUDIENCE) to ${first}. If it is that already, compare its issuer (OAUTH_ISSUER=${token.iss ?? ''}) and keys; its log names the reason.`,
        { results: failedSteps(symptoms, audiences.size > 1 ? request.flow : undefined) },
      );
    });
  },
};
