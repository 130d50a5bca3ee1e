import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, Judgement } from '../check.ts';
import { isEraError, spokenEra } from '../refusal.ts';
import { wasDispatched } from '../unprotected.ts';

interface Contradiction {
  readonly sent: string;
  readonly answer: ProbeAnswer;
  readonly spoken: boolean | null;
}

/** No server has them, so that nothing runs whichever of the two is believed. */
const [ONE, OTHER] = ['mcp-authcheck-no-such-tool', 'mcp-authcheck-no-other-tool'];

export const refusesHeaderThatContradictsBody: Check<readonly Contradiction[]> = {
  id: 'coverage/refuses-header-that-contradicts-body',
  title: 'refuses a request whose headers name another method or tool than its body',
  level: 'MUST',
  spec: ['MCP 2026-07-28 streamable HTTP, Server Validation'],
  revisions: { since: '2026-07-28' },
  passes:
    'With the good token, Mcp-Method: tools/list above a body that calls a tool, and Mcp-Name with another name than the body, are both answered 400 with JSON-RPC error -32020. The tools do not exist.',
  fails:
    'A result or an answer of the dispatcher (unknown tool, unknown method) is a critical failure: a gateway that permits by header is got round by the body. Any other answer than 400 with -32020 fails as a refusal of the wrong kind.',
  cannotKnow:
    'Whether anything in front of the server decides by these headers. A 403 says that the token may not call tools and leaves the question open.',
  fix: 'Compare Mcp-Method and Mcp-Name with the body before anything is permitted or carried out, and answer 400 with error -32020 where they differ.',
  per: 'era',
  only: 'modern',
  needsToken: true,
  part: 'negative',
  observe: async (context) => {
    const { probe } = context;
    const shown = likeTheGoodOne(accessToken(context), context);
    const rpc = { method: 'tools/call', params: { name: ONE, arguments: {} } };
    const spoken = spokenEra(context);
    const own = { era: 'modern', ...shown, rpc, phase: 'check' } as const;
    return [
      {
        spoken,
        sent: 'a tools/call under Mcp-Method: tools/list',
        answer: await probe({ ...own, headers: [['Mcp-Method', 'tools/list']] }),
      },
      {
        spoken,
        sent: 'a call of one tool under the Mcp-Name of another',
        answer: await probe({ ...own, headers: [['Mcp-Name', OTHER]] }),
      },
    ];
  },
  judge: (observation) => {
    const judged = observation.map((one) => judgeOne(one));
    const worst =
      judged.find(({ certain }) => certain) ??
      judged.find(({ verdict }) => verdict === 'fail') ??
      judged.find(({ verdict }) => verdict === 'inconclusive');
    const exchanges = observation.map(({ answer }) => answer.exchange);
    if (worst !== undefined) return { ...worst, exchanges };
    const answers = observation.map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`);
    return { verdict: 'pass', message: `Refused: ${answers.join('; ')}.`, exchanges, accepted: false };
  },
};

function judgeOne({ sent, answer, spoken }: Contradiction): Judgement {
  const came = `${sent.charAt(0).toUpperCase()}${sent.slice(1)} was answered ${describeAnswer(answer)}`;
  const exchanges = [answer.exchange];
  const fact = { exchanges, shown: answer.exchange };
  if (answer.kind === 'result' || answer.kind === 'accepted' || wasDispatched(answer))
    return {
      ...fact,
      verdict: 'fail',
      message: `${came}: it was carried out as if header and body agreed; 400 with error -32020 was expected.`,
      certain: true,
      accepted: true,
    };
  if (isEraError(answer) && answer.rpc?.error?.code === HEADER_MISMATCH)
    return { ...fact, verdict: 'pass', message: `${came}, as expected.`, accepted: false };
  if (answer.status === 401 || answer.status === 403)
    return {
      ...fact,
      verdict: 'inconclusive',
      message: `${came}: the token was refused before header and body were compared; 400 with error -32020 was expected.`,
    };
  if (spoken !== true)
    return {
      ...fact,
      verdict: 'inconclusive',
      message: `${came}: refused, but perhaps because it does not speak this era; 400 with error -32020 was expected.`,
    };
  return {
    ...fact,
    verdict: 'fail',
    message: `${came}: refused in the wrong way; 400 with error -32020 was expected.`,
    accepted: false,
  };
}

/** MCP 2026-07-28 streamable HTTP, Server Validation. */
const HEADER_MISMATCH = -32020;
