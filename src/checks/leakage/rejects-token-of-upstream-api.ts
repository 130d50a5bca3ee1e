import type { Secret } from '../../secret.ts';
import { decodeToken, quote } from '../../token/index.ts';
import { machineFlow } from '../as-machine.ts';
import { described, otherKey } from '../attack.ts';
import { likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { tokenForOtherApi } from '../other-api.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rejectsTokenOfUpstreamApi: Check<Refusals> = {
  id: 'leakage/rejects-token-of-upstream-api',
  title: 'rejects a token that is meant for an API behind it',
  level: 'MUST',
  spec: [
    ...TOKEN_HANDLING,
    'MCP 2026-07-28 security best practices, Token Passthrough',
    'MCP 2026-07-28 authorization security considerations, Access Token Privilege Restriction',
  ],
  per: 'era',
  needsToken: true,
  needs: ['lab or file', '--allow-disclosing'],
  part: 'negative',
  passes:
    'A token of the same authorization server for another API is shown to the endpoint: one asked for by the client of the flow (`probes.otherApi`), else the one in --wrong-audience-token-file. It has to come to 401.',
  fails:
    'A token that is let in fails: whoever holds one for the API behind can go through the server, and the server in all likelihood hands tokens on. So does another refusal than 401.',
  cannotKnow:
    "Whether the server hands the caller's token on to an API behind it: that half cannot be seen from outside.",
  fix: "Compare the token's `aud` with the server's own identifier, and get a token of the server's own for every API behind it (token exchange, on-behalf-of or client credentials).",
  unmet: (context) => {
    const source = sourceOf(context);
    if (source.kind === 'none') return source.why;
    return context.allows?.disclosing === true
      ? undefined
      : `Would show the endpoint ${source.kind === 'file' ? described(source.token) : `a live token for ${quote(source.api, 80)}`}; needs --allow-disclosing.`;
  },
  observe: async (context) => {
    const spoken = spokenEra(context);
    const source = sourceOf(context);
    const token = await tokenFrom(source, context);
    const own = asAsked(source, context);
    const skipped = typeof token === 'string' ? token : unfit(token, own);
    if (typeof token === 'string' || skipped !== undefined)
      return { attempts: [], spoken, ...(skipped === undefined ? {} : { skipped }) };
    const sent = `a token for another API (${described(token)})`;
    const shown = likeTheGoodOne(token, own, '$WRONG_AUDIENCE_TOKEN');
    return { attempts: [await present(context, sent, shown)], spoken };
  },
  judge: (observation) => judgeRefusals(observation),
};

type Source =
  | { readonly kind: 'server'; readonly api: string }
  | { readonly kind: 'file'; readonly token: Secret }
  | { readonly kind: 'none'; readonly why: string };

function sourceOf(context: CheckContext): Source {
  const api = context.evidence.target.probes?.otherApi;
  const machine = machineFlow(context);
  const hindrance = typeof machine === 'string' ? machine : undefined;
  if (api !== undefined && hindrance === undefined) return { kind: 'server', api };
  const token = context.attackTokens?.wrongAudience;
  if (token !== undefined) return { kind: 'file', token };
  const why =
    api === undefined
      ? 'name another API of the same authorization server by --other-api, or as `probes.otherApi` in the configuration file, or a file with such a token by --wrong-audience-token-file FILE'
      : `\`probes.otherApi\` is there, but ${hindrance}; else name a file with such a token by --wrong-audience-token-file FILE`;
  return { kind: 'none', why: `Needs a token for another API: ${why}.` };
}

/** Resolves with why there is none, in plain words. */
async function tokenFrom(source: Source, context: CheckContext): Promise<Secret | string> {
  if (source.kind === 'none') return source.why;
  return source.kind === 'file' ? source.token : await tokenForOtherApi(context);
}

/** A token that was asked for is bound to the key of whoever asked, and is shown with its proof (RFC 9449 §7.1). */
function asAsked({ kind }: Source, context: CheckContext): CheckContext {
  const machine = machineFlow(context);
  return kind === 'server' && typeof machine !== 'string' ? { ...context, flow: machine } : context;
}

/** Why it proves nothing, if so: it may be meant for the endpoint, too, or be refused for another reason. */
function unfit(token: Secret, context: CheckContext): string | undefined {
  const { flow, evidence } = context;
  const read = decodeToken(token.reveal());
  const { claims, aud, expiresAt } = read;
  if (claims === null) return undefined;
  const own = [evidence.target.url, ...(flow?.token?.aud ?? [])];
  if (aud.length === 0 || aud.some((audience) => own.includes(audience)))
    return 'The token for another API has no audience of its own; the authorization server did not bind it to that API.';
  if (expiresAt !== null && Date.parse(expiresAt) <= evidence.now())
    return 'The token for another API has expired.';
  const fault = otherKey(read, context);
  return fault && `The token for another API proves nothing: ${fault}.`;
}
