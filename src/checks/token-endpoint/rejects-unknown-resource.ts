import { decodeToken, quoteAll } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { askForToken, goodGrant, noMachine, type Refused, unjudged } from '../machine-grant.ts';
import { describeServerAnswer } from '../server-said.ts';

/** `.invalid` is nobody's (RFC 2606 §2). */
const UNKNOWN = 'https://not-registered.invalid/';

interface Observation extends Refused {
  /** By which parameter it was asked for. */
  readonly by: 'resource' | 'scope' | 'audience';
}

export const rejectsUnknownResource: Check<Observation> = {
  id: 'token-endpoint/rejects-unknown-resource',
  title: 'refuses a token for a resource that it does not know',
  level: 'SHOULD',
  spec: ['RFC 8707 §2', 'RFC 8707 §2.1', 'RFC 9700 §4.10.2'],
  per: 'target',
  needs: ['client credential'],
  passes: `The client of a flow asks for a token with \`resource=${UNKNOWN}\`; 400 \`invalid_target\` has to come. At Entra ID, where a scope names the API, any refusal will do; at Auth0 the same goes for \`audience\`.`,
  fails:
    'A token with that audience warns: whoever chooses the name gets tokens for it. Another error, and a token that leaves the parameter out of account, are notes.',
  cannotKnow: 'What an opaque or encrypted token is for.',
  fix: 'Keep a list of the resources that tokens may be for, and answer `invalid_target` to every other.',
  unmet: noMachine,
  observe: async (context) => {
    const { profile, target, discovery } = context.evidence;
    const named = discovery === null ? {} : profile.parameters('client_credentials', target, discovery);
    const by = profile.name === 'entra' ? 'scope' : 'audience' in named ? 'audience' : 'resource';
    const good = await goodGrant(context);
    // The scopes stay: with none at all the answer might be about them.
    const asked =
      by === 'scope'
        ? { scope: `${UNKNOWN}.default`, resource: null }
        : by === 'audience'
          ? { audience: UNKNOWN, resource: null }
          : { resource: UNKNOWN };
    const sent = `A request with ${by}=${Object.values(asked)[0]}`;
    return { by, sent, good, answer: await askForToken(context, asked) };
  },
  judge: (observation) => {
    const { by, sent, answer } = observation;
    const unclear = unjudged(observation);
    if (unclear !== undefined) return unclear;
    const exchanges = [answer.exchange];
    const came = `${sent} was answered ${describeServerAnswer(answer)}`;
    if (answer.accessToken === undefined) {
      const right = answer.error === 'invalid_target' || by !== 'resource';
      return right
        ? { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false }
        : {
            verdict: 'info',
            message: `${came}: refused, though not by invalid_target (RFC 8707 §2), by which a client would know why.`,
            exchanges,
            accepted: false,
          };
    }
    const { claims, aud } = decodeToken(answer.accessToken.reveal());
    if (claims === null)
      return {
        verdict: 'info',
        message: `${came} that cannot be read; invalid_target was expected if it is for that resource.`,
        exchanges,
      };
    return aud.some((one) => one === UNKNOWN || `${one}/` === UNKNOWN)
      ? {
          verdict: 'warn',
          message: `${came} for it (aud ${quoteAll(aud)}): invalid_target was expected (RFC 8707 §2).`,
          exchanges,
          accepted: true,
          certain: true,
        }
      : {
          verdict: 'info',
          message: `${came} for ${quoteAll(aud)}: it leaves ${by} out of account.`,
          exchanges,
          accepted: false,
        };
  },
};
