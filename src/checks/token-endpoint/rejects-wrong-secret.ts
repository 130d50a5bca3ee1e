import type { Vault } from '../../secret.ts';
import type { FlowEvidence, ServerAnswer } from '../../types.ts';
import { askAsMachine } from '../as-machine.ts';
import type { Check, CheckContext } from '../check.ts';
import { describeServerAnswer, undecided } from '../server-said.ts';

const SENT = "A request with the client's id and a wrong secret";

interface Observation {
  /** undefined: it was sent before, for another target. */
  readonly answer: ServerAnswer | undefined;
}

export const rejectsWrongSecret: Check<Observation> = {
  id: 'token-endpoint/rejects-wrong-secret',
  title: 'refuses a client with a wrong secret',
  level: 'MUST',
  spec: ['RFC 6749 §3.2.1', 'RFC 6749 §5.2'],
  per: 'target',
  needs: ['client credential'],
  passes:
    'The id of a client of this run is sent with a random secret, once in the whole run, because more could lock it. 401 or 400 with `invalid_client` has to come; 401 where the secret travelled in a header.',
  fails: 'A token is critical. Another error, or 400 to a secret in a header, warns.',
  cannotKnow: 'Whether guessing is slowed down or the client locked: it takes more attempts to see that.',
  fix: 'Authenticate confidential clients before anything else is looked at, and answer 401 `invalid_client` with `WWW-Authenticate: Basic` when the secret does not match.',
  unmet: (context) => {
    if (context.serverProbe === undefined) return 'The authorization server cannot be asked in this run.';
    const own = withSecret(context);
    if (own.length === 0)
      return 'No client of this run has a secret: a wrong one would show nothing. Give one with --client-secret-env.';
    const able = own.some((flow) => context.serverProbe?.(flow).unable === undefined);
    return able ? undefined : own.map((flow) => context.serverProbe?.(flow).unable)[0];
  },
  observe: async (context) => {
    const flow = withSecret(context).find((one) => context.serverProbe?.(one).unable === undefined);
    if (flow === undefined || !isFirst(context, flow)) return { answer: undefined };
    return { answer: await askAsMachine(context, flow, {}, { authentication: 'wrong_secret' }) };
  },
  judge: ({ answer }) => {
    if (answer === undefined)
      return {
        verdict: 'skip',
        message:
          'A wrong secret of this client was sent before in this run, for another target; a second one could lock it.',
        exchanges: [],
      };
    const exchanges = [answer.exchange];
    const came = `${SENT} was answered ${describeServerAnswer(answer)}`;
    if (answer.accessToken !== undefined)
      return {
        verdict: 'fail',
        message: `${came}: it was ACCEPTED; 401 invalid_client was expected.`,
        exchanges,
        certain: true,
        accepted: true,
      };
    const unclear = undecided(SENT, answer);
    if (unclear !== undefined) return unclear;
    const { status, error, request } = answer;
    const inHeader = request.headers.some(([name]) => name.toLowerCase() === 'authorization');
    const right = error === 'invalid_client' && (status === 401 || (status === 400 && !inHeader));
    return right
      ? { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false }
      : {
          verdict: 'warn',
          message: `${came}: refused in the wrong way; ${inHeader ? '401' : '401 or 400'} with invalid_client was expected (RFC 6749 §5.2).`,
          exchanges,
          accepted: false,
        };
  },
};

/** Machines first: their client may use the grant that is asked for. */
function withSecret({ evidence }: CheckContext): readonly FlowEvidence[] {
  const own = evidence.flows.filter(({ request }) => request.credential?.kind === 'secret');
  const isMachine = ({ request }: FlowEvidence): boolean => request.flow === 'client_credentials';
  return [...own.filter(isMachine), ...own.filter((flow) => !isMachine(flow))];
}

/** By run, which has one vault for all its targets: the clients that a wrong secret was sent for. */
const tried = new WeakMap<Vault, Set<string>>();

function isFirst({ evidence, http, serverProbe }: CheckContext, flow: FlowEvidence): boolean {
  const clients = tried.get(http.vault) ?? new Set<string>();
  tried.set(http.vault, clients);
  const client = `${evidence.discovery?.issuer ?? ''} ${serverProbe?.(flow).clientId ?? ''}`;
  if (clients.has(client)) return false;
  clients.add(client);
  return true;
}
