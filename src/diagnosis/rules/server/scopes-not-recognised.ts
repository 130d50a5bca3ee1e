import { shortScope } from '../../demanded.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote, quoteAll, readFlows } from '../../look.ts';
import { explainedBy } from '../token/explained-by.ts';
import { forbiddenFor, type RefusedFlow, saidBy } from './refused.ts';

/** A person is refused for want of a scope that the token has. */
export const scopesNotRecognised: KnownRule = {
  code: 'session/scopes-not-recognised',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The endpoint demands a scope that the token has.',
    cause: 'It looks at roles alone, compares the full name of the scope, or the whole text of scp.',
    fix: 'Split scp at blanks and compare short names.',
  },
  diagnose: (symptoms) => {
    const machine = readFlows(symptoms).some(({ token, accepted }) => accepted && token.roles.length > 0);
    return forbiddenFor(symptoms).flatMap((flow) => {
      const { request, token, claims, demanded } = flow;
      const names = demanded.map(shortScope);
      if (token.appOnly === true || !names.every((name) => token.scp.includes(name))) return [];
      const first = names[0] ?? '';
      const reasons = hypotheses(flow, demanded, machine, claims.scp);
      const [likeliest, ...others] = reasons;
      return [
        found(
          `The endpoint demands a scope that the token has: ${quote(first)}.`,
          `${saidBy(flow)} It demands ${quoteAll(demanded)}; the token has scp ${quote(claims.scp ?? claims.scope ?? null)}${token.roles.length === 0 ? ' and no roles' : ''}. ${others.length === 0 ? '' : 'Most likely: '}${likeliest ?? ''}`,
          'Let the server split scp at blanks and look for the short name in it, for machines in roles:',
          {
            confidence: others.length === 0 ? 'certain' : 'likely',
            paste: [
              {
                where: 'server',
                text: `const granted = [${Array.isArray(claims.scp) ? 'claims.scp' : "(claims.scp ?? '').split(' ')"}, claims.roles ?? []].flat();\nif (!granted.includes('${first}')) return forbidden();`,
              },
            ],
            alternatives: others,
            ...(others.length === 0
              ? {}
              : {
                  decide: 'The line of the server that compares, or its log: which claim, with which text?',
                }),
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    });
  },
};

/** What such a server does, the likelier first, by what is seen of it. */
function hypotheses(
  { token, error }: RefusedFlow,
  demanded: readonly string[],
  machine: boolean,
  scp: unknown,
): readonly string[] {
  const roles = /\broles?\b/i.test(error.provider?.description ?? '');
  const onlyRoles = 'It looks at roles, which a person has only where somebody assigned them.';
  const full = demanded.find((scope) => scope.includes('/'));
  const all = [
    ...(roles ? [onlyRoles] : []),
    ...(Array.isArray(scp) ? ['It takes scp for one text, and here it is a list (Okta).'] : []),
    ...(full === undefined
      ? []
      : [`It looks for the full name ${full}, which clients ask for; tokens carry the short one.`]),
    ...(token.scp.length > 1 && !Array.isArray(scp)
      ? ['It compares the whole text of scp with one scope, and the token has several.']
      : []),
    ...(!roles && (machine || full === undefined) ? [onlyRoles] : []),
  ];
  return roles ? all.slice(0, 1) : all;
}
