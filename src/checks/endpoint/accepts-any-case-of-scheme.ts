import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne, type Shown } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { wasAccepted } from '../refusal.ts';

interface Cases {
  readonly answers: readonly { readonly scheme: string; readonly answer: ProbeAnswer }[];
  /** The usual spelling, asked only when another was refused. */
  readonly usual?: ProbeAnswer;
}

export const acceptsAnyCaseOfScheme: Check<Cases> = {
  id: 'endpoint/accepts-any-case-of-scheme',
  title: 'takes the scheme in lower and upper case',
  level: 'SHOULD',
  spec: ['RFC 9110 §11.1', 'RFC 6750 §2.1'],
  per: 'era',
  needsToken: true,
  passes:
    'The good token is sent as `bearer` and as `BEARER`. Both have to be let in, because names of schemes have no case.',
  fails: 'Refusing a spelling while `Bearer` is let in is a warning: clients that write it so are kept out.',
  fix: 'Compare the scheme without regard to case, for instance with the pattern `/^bearer +/i`.',
  observe: async (context) => {
    const good = likeTheGoodOne(accessToken(context), context);
    const answers: { readonly scheme: string; readonly answer: ProbeAnswer }[] = [];
    for (const change of [(text: string) => text.toLowerCase(), (text: string) => text.toUpperCase()]) {
      const { scheme, shown } = respelt(good, change, context);
      answers.push({ scheme, answer: (await present(context, scheme, shown)).answer });
    }
    if (answers.every(({ answer }) => wasAccepted(answer))) return { answers };
    return { answers, usual: (await present(context, 'the good token', good)).answer };
  },
  judge: ({ answers, usual }) => {
    const exchanges = [...answers.map(({ answer }) => answer.exchange), ...(usual ? [usual.exchange] : [])];
    const refused = answers.filter(({ answer }) => !wasAccepted(answer));
    const said = refused.map(({ scheme, answer }) => `"${scheme}" was answered ${describeAnswer(answer)}`);
    const [first] = refused;
    if (usual === undefined || first === undefined)
      return {
        verdict: 'pass',
        message: 'The good token was let in under "bearer" and "BEARER".',
        exchanges,
      };
    if (!wasAccepted(usual))
      return {
        verdict: 'skip',
        message: `The good token is not let in under the usual spelling either (${describeAnswer(usual)}).`,
        exchanges,
      };
    return {
      verdict: 'warn',
      message: `The good token was let in, but with the scheme ${said.join(' and ')}; its case must not matter.`,
      exchanges,
      shown: first.answer.exchange,
    };
  },
};

function respelt(
  good: Shown,
  change: (text: string) => string,
  { http }: CheckContext,
): { readonly scheme: string; readonly shown: Shown } {
  const [value] = good.authorization;
  const [usual = '', ...rest] = (typeof value === 'string' ? value : value.reveal()).split(' ');
  const scheme = change(usual);
  return {
    scheme,
    shown: {
      ...good,
      authorization: [http.vault.keep(`${scheme} ${rest.join(' ')}`)],
      authorizationInShell: [`${scheme} $TOKEN`],
    },
  };
}
