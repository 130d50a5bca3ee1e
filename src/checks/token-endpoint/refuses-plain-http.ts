import { NetworkError } from '../../errors.ts';
import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { askForToken, noMachine } from '../machine-grant.ts';
import { describeServerAnswer } from '../server-said.ts';

const SENT = 'A token request under http://, without any credential,';

/** Errors of a server that read the request: it knows what was asked for, or who asks. */
const PROCESSED = [
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'invalid_target',
  'unauthorized_client',
  'unsupported_grant_type',
];

/** Nobody is there, or hangs up. */
const CLOSED = /^(?:tcp\.(?:refused|reset|unreachable)|timeout\.connect|http\.(?:parse|truncated|framing))$/;

type Observation =
  | { readonly answer: ServerAnswer }
  | { readonly closed: string; readonly exchanges: readonly number[] };

export const refusesPlainHttp: Check<Observation> = {
  id: 'token-endpoint/refuses-plain-http',
  title: 'processes no token request without TLS',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization, Communication Security',
    'MCP 2025-11-25 authorization, Communication Security',
    'RFC 6749 §3.2',
  ],
  per: 'target',
  needs: ['client credential'],
  passes:
    'The same address under http:// (port 80 where none is named) is asked with the public client id and nothing secret. It has to be closed, to refuse without looking, or to redirect.',
  fails:
    'An OAuth answer that shows that the request was processed fails: secrets travel there in the clear.',
  cannotKnow: 'Whether another port answers plain http.',
  fix: 'Close the plain port of the authorization server, or let it redirect to https and do nothing else; behind a proxy, refuse requests that came without TLS.',
  concerns: ({ discovery, target }) => {
    const endpoint =
      target.tokenEndpoint ?? discovery?.authorizationServerMetadata?.document.token_endpoint ?? '';
    return URL.canParse(endpoint) && new URL(endpoint).protocol === 'https:';
  },
  unmet: noMachine,
  observe: async (context) => {
    try {
      return { answer: await askForToken(context, { scope: null, resource: null }, { plainHttp: true }) };
    } catch (error) {
      if (!(error instanceof NetworkError) || !CLOSED.test(error.code)) throw error;
      return { closed: error.code, exchanges: error.exchanges };
    }
  },
  judge: (observation) => {
    if ('closed' in observation)
      return {
        verdict: 'pass',
        message: `${SENT} found nobody (${observation.closed}), as expected.`,
        exchanges: observation.exchanges,
        accepted: false,
      };
    const { answer } = observation;
    const exchanges = [answer.exchange];
    const came = `${SENT} was answered ${describeServerAnswer(answer)}`;
    const processed = answer.error !== undefined && PROCESSED.includes(answer.error);
    if (answer.accessToken !== undefined || processed)
      return {
        verdict: 'fail',
        message: `${came}: it was processed; a closed port, a refusal or a redirect was expected.`,
        exchanges,
        accepted: true,
        certain: true,
      };
    if (answer.status === 429)
      return { verdict: 'inconclusive', message: `${came}: the server is busy.`, exchanges };
    return answer.status < 300
      ? {
          verdict: 'info',
          message: `${came}: something answers there, though not as a token endpoint.`,
          exchanges,
        }
      : { verdict: 'pass', message: `${came}: not processed, as expected.`, exchanges, accepted: false };
  },
};
