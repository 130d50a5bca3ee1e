import { isGuid } from '../../../text/guid.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, isEntra, quote, quoteAll, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { isSound } from './expectations.ts';
import { disbelieved, namedBy, type RefusedFlow, saidBy } from './refused.ts';

/**
 * Of what a server compares, a client can look at signature, issuer and time. When the challenge names the
 * audience, or when all three are right by the endpoint's own account and every such token is refused, it is that.
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
    const taken = readFlows(symptoms)
      .filter(({ accepted }) => accepted)
      .flatMap(({ token }) => token.aud);
    const refused = disbelieved(symptoms).filter(
      (flow) =>
        !flow.accepted &&
        flow.token.aud.length > 0 &&
        !flow.token.aud.some((aud) => taken.includes(aud)) &&
        (flow.why?.claim === 'aud' || isWhatIsLeft(symptoms, flow)),
    );
    const audiences = new Map(refused.map((flow) => [quoteAll(flow.token.aud), flow]));
    return [...audiences].map(([aud, flow]) => {
      const { request, token } = flow;
      const first = ownAudience(symptoms, token.aud);
      const results = failedSteps(symptoms, audiences.size > 1 ? request.flow : undefined);
      const paste = [{ where: 'server', text: `OAUTH_AUDIENCE=${first}` } as const];
      const look = "The server's own settings: OAUTH_AUDIENCE, or what its code hands to the JWT library.";
      if (flow.why?.claim === 'aud') {
        const expected = namedBy(flow, token.aud);
        return found(
          `The endpoint expects another audience than ${aud}.`,
          `${saidBy(flow)} The token has aud ${aud}${expected === undefined ? '' : `; the server names ${quote(expected)}`}.${usual(symptoms, first)}`,
          `Set the audience that the server expects (OAUTH_AUDIENCE) to ${first}, and restart it.${list(token.aud)}`,
          { paste, look, results },
        );
      }
      return found(
        `The endpoint refuses the token, most likely for its audience: it expects another than ${aud}.`,
        `${saidBy(flow)} The token has aud ${aud}. Its issuer is the one that the endpoint names itself, the issuer's keys verify it, and it has not expired; what is left for a server to compare is the audience.${usual(symptoms, first)}`,
        `Set the audience that the server expects (OAUTH_AUDIENCE) to ${first}. If it is that already, compare its issuer (OAUTH_ISSUER=${token.iss ?? ''}) and keys; its log names the reason.${list(token.aud)}`,
        {
          confidence: 'likely',
          paste,
          alternatives: [
            `OAUTH_ISSUER of the server is written otherwise than ${token.iss ?? ''}: it ends in a slash, lacks /v2.0, or names another tenant.`,
            'It has the keys of another issuer, or old ones (OAUTH_JWKS_URI).',
          ],
          decide:
            "The line in the server's log at the time of the refusal: audience, issuer or key. Let it put the reason into error_description, too.",
          results,
        },
      );
    });
  },
};

function isWhatIsLeft(symptoms: Symptoms, { why, token }: RefusedFlow): boolean {
  const named = symptoms.evidence.discovery?.authorizationServers ?? [];
  return why === undefined && isSound(symptoms, token) && named.includes(token.iss ?? '');
}

/** Of several audiences the one that is the server's. */
function ownAudience({ evidence }: Symptoms, aud: readonly string[]): string {
  const { target, profile } = evidence;
  const own = target.audience === undefined ? [] : profile.acceptedAudiences(target.audience);
  return aud.find((one) => own.includes(one)) ?? aud[0] ?? '';
}

function usual(symptoms: Symptoms, aud: string): string {
  return isEntra(symptoms) && isGuid(aud)
    ? ` A version 2.0 token of Entra ID always has the API's client id as aud, never api://${aud} and never the address of the server.`
    : '';
}

function list(aud: readonly string[]): string {
  return aud.length > 1
    ? " The token's aud is a list: the server's must be in it, not equal to it (RFC 7519 §4.1.3)."
    : '';
}
