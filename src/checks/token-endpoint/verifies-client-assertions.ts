import type { FlowEvidence, ServerAnswer } from '../../types.ts';
import { askAsMachine } from '../as-machine.ts';
import type { Check, CheckContext } from '../check.ts';
import { nobodyAsks } from '../machine-grant.ts';
import { describeServerAnswer, undecided } from '../server-said.ts';

const FAULTS = {
  wrong_audience: 'An assertion for another authorization server',
  expired: 'An assertion that expired 15 minutes ago',
  replayed: 'An assertion that was used before',
} as const;

type Fault = keyof typeof FAULTS;

interface Observation {
  readonly good: ServerAnswer;
  readonly attempts: readonly { readonly fault: Fault; readonly answer: ServerAnswer }[];
}

export const verifiesClientAssertions: Check<Observation> = {
  id: 'token-endpoint/verifies-client-assertions',
  title: 'refuses client assertions for another server, expired or used before',
  level: 'MUST',
  spec: ['RFC 7523 §3', 'MCP extension OAuth Client Credentials'],
  per: 'target',
  needs: ['client credential'],
  passes:
    'A client with a key of its own signs a good assertion, which has to be taken, then the same one again, one with another `aud` and one that is expired: these have to be refused.',
  fails:
    'A wrong `aud` or an expired assertion that is taken is critical. One that is taken twice is a note: RFC 7523 leaves it to the server to remember `jti`.',
  fix: 'Compare `aud` of a client assertion with the own issuer (or token endpoint), demand an `exp` in the future, and keep each `jti` until then.',
  unmet: (context) => {
    const { serverProbe } = context;
    if (serverProbe === undefined) return 'The authorization server cannot be asked in this run.';
    const keyed = withKey(context);
    if (keyed.length === 0)
      return 'No client of this run signs in with a key; give one with --private-key or --certificate.';
    const able = keyed.some((flow) => serverProbe(flow).unable === undefined);
    return able ? undefined : keyed.map((flow) => serverProbe(flow).unable)[0];
  },
  observe: async (context) => {
    const flow = withKey(context).find((one) => context.serverProbe?.(one).unable === undefined);
    const ask = async (authentication: 'own' | Fault): Promise<ServerAnswer> => {
      const answer = flow && (await askAsMachine(context, flow, {}, { authentication }));
      if (answer === undefined) throw nobodyAsks();
      return answer;
    };
    const good = await ask('own');
    if (good.accessToken === undefined) return { good, attempts: [] };
    // At once, as long as the good one is fresh.
    const attempts = [{ fault: 'replayed' as const, answer: await ask('replayed') }];
    const further = [];
    for (const fault of ['wrong_audience', 'expired'] as const)
      further.push({ fault, answer: await ask(fault) });
    return { good, attempts: [...attempts, ...further] };
  },
  judge: ({ good, attempts }) => {
    const exchanges = [good, ...attempts.map(({ answer }) => answer)].map(({ exchange }) => exchange);
    if (good.accessToken === undefined)
      return {
        verdict: 'inconclusive',
        message: `A good assertion was answered ${describeServerAnswer(good)}, so that a refusal of others says nothing.`,
        exchanges,
      };
    const said = attempts.map(({ fault, answer }) => `${FAULTS[fault]}: ${describeServerAnswer(answer)}`);
    const taken = attempts.filter(({ answer }) => answer.accessToken !== undefined);
    const grave = taken.filter(({ fault }) => fault !== 'replayed');
    const [first] = grave;
    if (first !== undefined)
      return {
        verdict: 'fail',
        message: `${grave.map(({ fault }) => FAULTS[fault]).join('; ')}: it was ACCEPTED; invalid_client was expected (RFC 7523 §3).`,
        exchanges,
        shown: first.answer.exchange,
        certain: true,
        accepted: true,
      };
    const unclear = attempts.map(({ fault, answer }) => undecided(FAULTS[fault], answer)).find(Boolean);
    if (unclear !== undefined) return { ...unclear, exchanges };
    return taken.length > 0
      ? {
          verdict: 'info',
          message: `${said.join('; ')}. A stolen assertion can be used until it expires; RFC 7523 §3 allows that.`,
          exchanges,
          accepted: false,
        }
      : { verdict: 'pass', message: `Refused: ${said.join('; ')}.`, exchanges, accepted: false };
  },
};

/** Machines only: others would have to spend a code for it. */
function withKey({ evidence }: CheckContext): readonly FlowEvidence[] {
  return evidence.flows.filter(
    ({ request }) =>
      request.flow === 'client_credentials' &&
      (request.credential?.kind === 'private_key' || request.credential?.kind === 'certificate'),
  );
}
