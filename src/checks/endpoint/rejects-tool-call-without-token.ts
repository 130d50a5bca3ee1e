import type { Check } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { ERROR_HANDLING } from '../sources.ts';

/** No server has it, so that nothing runs when the endpoint is open. */
const NO_SUCH_TOOL = 'mcp-authcheck-no-such-tool';

export const rejectsToolCallWithoutToken: Check<Refusals> = {
  id: 'endpoint/rejects-tool-call-without-token',
  title: 'rejects a tool call without a token before it looks for the tool',
  level: 'MUST',
  spec: ERROR_HANDLING,
  per: 'era',
  everyShape: true,
  part: 'negative',
  passes:
    'A call of a tool that no server has is sent without a token. It has to be answered 401, before anybody looks for the tool.',
  fails:
    'A result, or an error that says the tool is unknown, is critical: the call got past the gate. Another refusal than 401 fails, too.',
  fix: 'Check the token before the JSON-RPC message is handed on, not within single methods or tools.',
  observe: async (context) => {
    const { era = 'legacy', probe } = context;
    const rpc = { method: 'tools/call', params: { name: NO_SUCH_TOOL, arguments: {} } };
    const answer = await probe({ era, rpc, phase: 'check' });
    return {
      attempts: [{ sent: 'a call of a tool that does not exist, without a token,', answer }],
      spoken: spokenEra(context),
    };
  },
  judge: (observation) => {
    const [attempt] = observation.attempts;
    const code = attempt?.answer.rpc?.error?.code;
    if (attempt === undefined || code !== INVALID_PARAMS || attempt.answer.status === 401)
      return judgeRefusals(observation);
    return {
      verdict: 'fail',
      message: `A call of a tool that does not exist, without a token, got as far as looking for the tool (${attempt.answer.status}, JSON-RPC error ${code}); 401 was expected.`,
      exchanges: [attempt.answer.exchange],
      certain: true,
      accepted: true,
    };
  },
};

/** JSON-RPC 2.0 §5.1; what a dispatcher says of an unknown tool. */
const INVALID_PARAMS = -32602;
