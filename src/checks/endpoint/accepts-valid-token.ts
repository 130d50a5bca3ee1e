import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, Judgement } from '../check.ts';
import { present } from '../forged.ts';
import { isEraError, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

interface Admission {
  readonly answer: ProbeAnswer;
  readonly spoken: boolean | null;
  /** The modern shape was sent to an endpoint that is known to take the handshake. */
  readonly handshakes: boolean;
}

/** The positive control: a gate that refuses everything must not look like one that checks. */
export const acceptsValidToken: Check<Admission> = {
  id: 'endpoint/accepts-valid-token',
  title: 'accepts the token that its authorization server issued',
  level: 'MUST',
  spec: TOKEN_HANDLING,
  per: 'era',
  needsToken: true,
  part: 'control',
  passes:
    'The good token is sent before everything else of its era and once more at the end. Both times a JSON-RPC result has to come back.',
  fails:
    'A refusal fails, and then no refusal of a bad token proves anything: an endpoint that keeps everybody out is not a protected one.',
  fix: "Compare what the token says with what the server expects (`mcp-authcheck decode` shows it): issuer, audience, version and permissions; then read the server's own log of the refusal.",
  observe: async (context) => {
    const { era = 'legacy', probe, evidence } = context;
    const known = {
      spoken: spokenEra(context),
      handshakes: era === 'modern' && evidence.eras.legacy === true,
    };
    const shown = likeTheGoodOne(accessToken(context), context);
    const { answer } = await present(context, 'the good token', shown);
    if (answer.rpc?.error?.code !== METHOD_NOT_FOUND) return { answer, ...known };
    // A server without tools: ask for what every modern server answers.
    const rpc = { method: 'server/discover' };
    return { answer: await probe({ era, ...shown, rpc, phase: 'check' }), ...known };
  },
  judge: (admitted) => ({ ...admission(admitted), exchanges: [admitted.answer.exchange] }),
};

/** JSON-RPC 2.0 §5.1. */
const METHOD_NOT_FOUND = -32601;

function admission({ answer, spoken, handshakes }: Admission): Omit<Judgement, 'exchanges'> {
  const came = `The token of its own authorization server was answered ${describeAnswer(answer)}`;
  if (answer.kind === 'result') return { verdict: 'pass', message: `${came}, as expected.` };
  if (spoken !== true && (isEraError(answer) || (handshakes && isProtocolRefusal(answer))))
    return { verdict: 'info', message: `${came}: it does not speak this era.` };
  return { verdict: 'fail', message: `${came}; a JSON-RPC result was expected.` };
}

/**
 * A server of the handshake era has no agreed words for a request without one: "Missing session ID", "Bad
 * Request", 404. Only a modern server answers with a recognised modern error (2026-07-28 versioning). Answers
 * about the caller, the rate or a broken server are none of these.
 */
function isProtocolRefusal({ status }: ProbeAnswer): boolean {
  return [400, 404, 405, 406, 415, 422].includes(status);
}
