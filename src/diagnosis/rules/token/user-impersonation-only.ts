import { demandedOf, shortScope } from '../../demanded.ts';
import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quoteAll, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

export const userImpersonationOnly: KnownRule = {
  code: 'entra/user-impersonation-only',
  leg: 'token',
  explains: ['session/insufficient-scope', 'token/scopes-missing'],
  about: {
    title: 'The token has the scope user_impersonation alone.',
    cause: 'It is the scope that the portal proposes; the tools want others.',
    fix: 'Ask for the scopes of the tools by name.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      if (token.scp.length !== 1 || token.scp[0] !== 'user_impersonation') return [];
      const demanded = [...(request.expect?.scp ?? []), ...demandedOf(symptoms, request)];
      const wanted = [...new Set(demanded.map(shortScope))];
      if (wanted.length === 0 || wanted.includes('user_impersonation')) return [];
      return [
        found(
          'The token has the scope user_impersonation alone, and the tools want others.',
          `scp is "user_impersonation"; wanted are ${quoteAll(wanted)}. The portal proposes that scope for every API; it says nothing of what a tool may do.`,
          fill(
            `Ask for the scopes by name, and consent to them: ${wanted.map((scope) => `--scope api://{audience}/${scope}`).join(' ')}.`,
            symptoms,
            request,
          ),
          {
            paste: [
              {
                where: 'client',
                text: fill(
                  `CUSTOM_SCOPES="${wanted.map((scope) => `api://{audience}/${scope}`).join(' ')}"`,
                  symptoms,
                  request,
                ),
              },
            ],
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};
