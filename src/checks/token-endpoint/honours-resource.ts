import { decodeToken, quote, quoteAll } from '../../token/index.ts';
import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { askForToken, forApi, goodGrant, noMachine } from '../machine-grant.ts';
import { describeServerAnswer } from '../server-said.ts';

interface Observation {
  readonly api: string;
  /** The parameter that names the API here. */
  readonly by: string;
  readonly own: ServerAnswer;
  readonly other: ServerAnswer;
}

export const honoursResource: Check<Observation> = {
  id: 'token-endpoint/honours-resource',
  title: 'issues a token for the resource that was asked for, and no other',
  level: 'SHOULD',
  spec: ['RFC 8707 §2', 'MCP 2026-07-28 authorization, Security Considerations'],
  per: 'target',
  needs: ['client credential', 'probes in the file'],
  passes:
    'The same client asks for a token for the endpoint and for one for `probes.otherApi`. The audience of the second has to be another one, and must not include that of the first.',
  fails: 'The same audience in both warns: a token for one service opens the other.',
  cannotKnow: 'What opaque and encrypted tokens are for.',
  fix: 'Turn on resource indicators (RFC 8707) at the authorization server, or give each API its own audience by a mapper or an API registration, and put the resource that was asked for into `aud`.',
  unmet: (context) =>
    noMachine(context) ??
    (context.evidence.target.probes?.otherApi === undefined
      ? 'Needs another API of the same authorization server that this client may use: --other-api, or probes.otherApi in the file.'
      : undefined),
  observe: async (context) => {
    const api = context.evidence.target.probes?.otherApi ?? '';
    const asked = forApi(api, context);
    const by = Object.entries(asked).find(([, value]) => value !== null)?.[0] ?? 'resource';
    const own = await goodGrant(context);
    return { api, by, own, other: await askForToken(context, asked) };
  },
  judge: ({ api, by, own, other }) => {
    const exchanges = [own.exchange, other.exchange];
    if (own.accessToken === undefined)
      return {
        verdict: 'inconclusive',
        message: `The endpoint's own token could not be had: ${describeServerAnswer(own)}.`,
        exchanges,
      };
    if (other.accessToken === undefined)
      return {
        verdict: 'skip',
        message: `There is nothing to compare: ${by}=${quote(api)} was answered ${describeServerAnswer(other)}. Name an API in probes.otherApi that this client may use.`,
        exchanges,
      };
    const [first, second] = [own, other].map(({ accessToken }) => decodeToken(accessToken?.reveal() ?? ''));
    if (first?.claims == null || second?.claims == null)
      return {
        verdict: 'skip',
        message: 'The access tokens are opaque or encrypted; only a readable JWT says what it is for.',
        exchanges,
      };
    const both = second.aud.filter((audience) => first.aud.includes(audience));
    const asked = `The token asked for with ${by}=${quote(api)} has aud ${quoteAll(second.aud)}, that of the endpoint ${quoteAll(first.aud)}`;
    if (first.aud.length === 0 || second.aud.length === 0)
      return { verdict: 'warn', message: `${asked}: it is for no resource in particular.`, exchanges };
    return both.length === 0
      ? { verdict: 'pass', message: `${asked}.`, exchanges }
      : {
          verdict: 'warn',
          message: `${asked}: both open ${quoteAll(both)}; the audience should follow what was asked for (RFC 8707 §2).`,
          exchanges,
        };
  },
};
