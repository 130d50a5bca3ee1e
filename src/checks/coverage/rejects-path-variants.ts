import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check } from '../check.ts';
import { type Bare, publicMethod } from '../unprotected.ts';

interface Variant {
  readonly sent: string;
  readonly answer: ProbeAnswer;
}

export const rejectsPathVariants: Check<readonly Variant[]> = {
  id: 'coverage/rejects-path-variants',
  title: 'answers no request without a token at another spelling of its address',
  level: 'MUST',
  spec: ['derived from MCP 2026-07-28 authorization, Error Handling'],
  passes:
    'Requests without a token to other spellings of the path (a slash more, upper case, an encoded slash, a path parameter) and with X-HTTP-Method-Override bring no JSON-RPC result. Any refusal, redirect or page will do.',
  fails:
    'A JSON-RPC result is a critical failure: the gate compares the address byte for byte, and whatever routes requests does not.',
  fix: 'Attach the gate to the handler of the endpoint instead of to a path in front of it, or let both read the normalised path; ignore X-HTTP-Method-Override.',
  per: 'era',
  everyShape: true,
  part: 'negative',
  unmet: (context) => publicMethod([context.era === 'modern' ? 'tools/list' : 'initialize'], context),
  observe: async ({ era = 'legacy', probe, evidence }) => {
    const variants: Variant[] = [];
    for (const { sent, request } of spellings(evidence.target.url))
      variants.push({ sent, answer: await probe({ ...request, era, phase: 'check' }) });
    return variants;
  },
  judge: (variants) => {
    const exchanges = variants.map(({ answer }) => answer.exchange);
    const open = variants.filter(({ answer }) => answer.kind === 'result');
    const [first] = open;
    if (first !== undefined)
      return {
        verdict: 'fail',
        message: `Without a token, ${open.map(describe).join('; ')}: it was ACCEPTED; no spelling of the address may bring a result.`,
        exchanges,
        shown: first.answer.exchange,
        certain: true,
        accepted: true,
      };
    return {
      verdict: 'pass',
      message: `Without a token, no other spelling of the address brings a result: ${variants.map(describe).join('; ')}.`,
      exchanges,
      accepted: false,
    };
  },
};

/** Each once, and none that is the address itself. */
export function spellings(endpoint: string): readonly Bare[] {
  const url = new URL(endpoint);
  const { pathname: path } = url;
  const bare = path.replace(/(?<!\/)\/+$/, '');
  const cased = path === path.toUpperCase() ? path.toLowerCase() : path.toUpperCase();
  const paths = [
    path === bare ? `${bare}/` : bare,
    `/${path}`,
    cased,
    `${bare || '/'}%2f`,
    `${bare || '/'};x`,
  ];
  const others = [...new Set(paths)].filter((other) => other !== path && other !== '');
  return [
    ...others.map((other) => ({ sent: other, request: { url: `${url.origin}${other}${url.search}` } })),
    // Many gates let preflight requests pass, and some frameworks take this header at its word.
    {
      sent: 'X-HTTP-Method-Override: OPTIONS',
      request: { headers: [['X-HTTP-Method-Override', 'OPTIONS'] as const] },
    },
  ];
}

function describe({ sent, answer }: Variant): string {
  return `${sent} was answered ${describeAnswer(answer)}`;
}
