import type { Check } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { ERROR_HANDLING } from '../sources.ts';

export const rejectsGetWithoutToken: Check<Refusals> = {
  id: 'endpoint/rejects-get-without-token',
  title: 'opens no event stream to a GET without a token',
  level: 'MUST',
  spec: ERROR_HANDLING,
  per: 'era',
  everyShape: true,
  part: 'negative',
  passes:
    'A GET that asks for an event stream is sent without a token. 401 is right, and 405 where the server has no such streams.',
  fails: 'Opening the stream is critical: messages for others can be read there. Another refusal fails, too.',
  fix: "Put the check of the token in front of every HTTP method of the endpoint's route, not of POST alone.",
  observe: async (context) => {
    const { era = 'legacy', probe } = context;
    const answer = await probe({ era, method: 'GET', phase: 'check' });
    return { attempts: [{ sent: 'a GET without a token', answer }], spoken: spokenEra(context) };
  },
  // A server without GET streams says 405, whoever asks (MCP 2025-11-25 transports).
  judge: (observation) => judgeRefusals(observation, [405]),
};
