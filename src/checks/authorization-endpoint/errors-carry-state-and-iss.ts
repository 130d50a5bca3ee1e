import { quote } from '../../token/index.ts';
import type { Check, Judgement } from '../check.ts';
import {
  type Asked,
  authorize,
  describeAsked,
  noFrontChannel,
  outcomeOf,
  sentParameter,
} from '../front-channel.ts';
import { type IssuerRule, iss, issuerRule } from './issuer-rule.ts';

interface Provoked {
  readonly asked: readonly Asked[];
  readonly rule: IssuerRule;
}

export const errorsCarryStateAndIss: Check<Provoked> = {
  id: 'authorization-endpoint/errors-carry-state-and-iss',
  title: 'puts `state`, and `iss` where it says so, into errors too',
  level: 'MUST',
  spec: [
    'RFC 6749 §4.1.2.1',
    'RFC 9207 §2',
    'MCP 2026-07-28 authorization, Authorization Response Validation',
  ],
  per: 'target',
  needs: ['sign-in'],
  passes:
    'An authorization request that is wrong (an unknown response type, else `prompt=none` with nobody signed in). The error comes to the redirect URI with `state` as it was sent, once, and with `iss` where the metadata promises it.',
  fails:
    '`state` absent, changed or twice, `iss` absent although promised or not the issuer: fail. A client has to throw such an answer away, and the person waits for nothing.',
  cannotKnow: 'What comes from a server that shows every error on a page of its own.',
  fix: 'Send error redirects through the same code as successful ones, which adds `state` and `iss`.',
  unmet: noFrontChannel,
  observe: async (context) => {
    const first = await authorize(context, 'with an unknown response type', {
      response_type: 'mcp-authcheck',
    });
    // Servers of OpenID Connect answer this one without showing anything, also those that let people sign in first.
    const asked =
      outcomeOf(first) === 'error'
        ? [first]
        : [first, await authorize(context, 'with prompt=none and nobody signed in', { prompt: 'none' })];
    return { asked, rule: issuerRule(context) };
  },
  judge: judgeProvoked,
};

function judgeProvoked({ asked, rule }: Provoked): Judgement {
  const exchanges = asked.map(({ answer }) => answer.exchange);
  const provoked = asked.find((one) => outcomeOf(one) === 'error');
  if (provoked === undefined) {
    const answers = asked.map((one) => `${one.sent}: ${describeAsked(one)}`).join('; ');
    return {
      verdict: 'inconclusive',
      message: `No error came to the redirect URI (${answers}).`,
      exchanges,
      undecidable: true,
    };
  }
  const { answer, sent } = provoked;
  const parameters = new URL(answer.location ?? '', answer.request.url).searchParams;
  const problems = [
    ...stateProblems(parameters.getAll('state'), sentParameter(answer, 'state') ?? ''),
    ...iss(parameters.getAll('iss'), rule).problems,
  ];
  const came = `An authorization request ${sent} was answered ${describeAsked(provoked)}`;
  return problems.length > 0
    ? {
        verdict: 'fail',
        message: `${came}, but ${problems.join(' and ')}.`,
        exchanges,
        shown: answer.exchange,
      }
    : {
        verdict: 'pass',
        message: `${came}, with the state as it was sent${rule.advertised ? ' and the right iss' : ''}.`,
        exchanges,
      };
}

/** What is wrong with the `state` that came back, as ends of a sentence. */
export function stateProblems(received: readonly string[], sent: string): readonly string[] {
  if (received.length === 0) return ['without the `state` that was sent'];
  if (received.length > 1) return [`with \`state\` ${received.length} times`];
  return received[0] === sent
    ? []
    : [`with state=${quote(received[0] ?? '', 60)} where ${quote(sent, 60)} was sent`];
}
