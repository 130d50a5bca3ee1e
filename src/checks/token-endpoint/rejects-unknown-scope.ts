import { decodeToken, quote, quoteAll } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { askForToken, goodGrant, noMachine, type Refused, unjudged } from '../machine-grant.ts';
import { describeServerAnswer } from '../server-said.ts';

const UNKNOWN = 'mcp-authcheck.no-such-scope';

export const rejectsUnknownScope: Check<Refused> = {
  id: 'token-endpoint/rejects-unknown-scope',
  title: 'refuses a scope that it does not know, or says that it was left out',
  level: 'MUST',
  spec: ['RFC 6749 §3.3', 'RFC 6749 §5.2'],
  per: 'target',
  needs: ['client credential'],
  passes: `The client of a flow asks for its usual scopes and \`${UNKNOWN}\`. \`invalid_scope\` has to come, or a token without it whose answer says in \`scope\` what was granted.`,
  fails:
    'A token without it and an answer that does not say so fail. A scope that was made up and granted warns. Another error than `invalid_scope` is a note.',
  fix: 'Answer `invalid_scope` to scopes that are not defined, or name what was granted in the member `scope` of the token answer.',
  unmet: noMachine,
  observe: async (context) => {
    const { evidence } = context;
    const { profile, target, discovery } = evidence;
    const flow = evidence.flows.find(({ request }) => request.flow === 'client_credentials');
    const usual =
      flow?.request.scopes ??
      (discovery === null ? [] : profile.scopes('client_credentials', target, discovery));
    const good = await goodGrant(context);
    const answer = await askForToken(context, { scope: [...usual, UNKNOWN].join(' ') });
    return { sent: `A request with the further scope ${quote(UNKNOWN)}`, good, answer };
  },
  judge: (observation) => {
    const { sent, answer } = observation;
    const unclear = unjudged(observation);
    if (unclear !== undefined) return unclear;
    const exchanges = [answer.exchange];
    const came = `${sent} was answered ${describeServerAnswer(answer)}`;
    if (answer.accessToken === undefined)
      return answer.error === 'invalid_scope'
        ? { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false }
        : {
            verdict: 'info',
            message: `${came}: refused, though not by invalid_scope (RFC 6749 §5.2), by which a client would know why.`,
            exchanges,
            accepted: false,
          };
    const said = typeof answer.members.scope === 'string' ? answer.members.scope.split(' ') : undefined;
    const token = decodeToken(answer.accessToken.reveal());
    const carries = [...token.scp, ...token.roles].includes(UNKNOWN);
    if (carries || said?.includes(UNKNOWN) === true)
      return {
        verdict: 'warn',
        message: `${came} that grants it: invalid_scope was expected, because nobody defined it.`,
        exchanges,
        accepted: true,
        certain: true,
      };
    if (said !== undefined)
      return {
        verdict: 'pass',
        message: `${came}, which says that ${quoteAll(said)} was granted.`,
        exchanges,
        accepted: false,
      };
    return token.claims === null
      ? {
          verdict: 'warn',
          message: `${came} and without scope, which says that everything was granted (RFC 6749 §5.1).`,
          exchanges,
          accepted: true,
        }
      : {
          verdict: 'fail',
          message: `${came} that lacks it, and the answer has no scope to say so (RFC 6749 §3.3: it must when scopes were left out).`,
          exchanges,
          accepted: false,
        };
  },
};
