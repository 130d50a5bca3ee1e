import { shortScope } from '../../demanded.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quoteAll } from '../../look.ts';
import { explainedBy } from '../token/explained-by.ts';
import { forbiddenFor, saidBy } from './refused.ts';

/** A machine is refused for want of what it has, as roles. */
export const rolesNotRead: KnownRule = {
  code: 'session/roles-not-read',
  leg: 'session',
  unlessExplained: true,
  explains: ['session/permission-error-in-tool'],
  about: {
    title: 'The endpoint does not look at roles, and machines have nothing else.',
    cause: 'It looks for permissions in scp alone; tokens of client credentials at Entra ID carry roles.',
    fix: 'Let the server take a permission from scp or from roles.',
  },
  diagnose: (symptoms) =>
    forbiddenFor(symptoms).flatMap((flow) => {
      const { request, token, demanded } = flow;
      const names = demanded.map(shortScope);
      const has = names.filter((name) => token.roles.includes(name));
      if (token.appOnly !== true || has.length < names.length || token.scp.length > 0) return [];
      return [
        found(
          "The endpoint refuses the machine's token for want of what it has: it does not look at roles.",
          `${saidBy(flow)} It demands ${quoteAll(demanded)}; the token has roles ${quoteAll(token.roles)} and no scp. Tokens of client credentials never have scp at Entra ID.`,
          'Let the server take a permission from scp (a person) or from roles (a machine):',
          {
            paste: [
              {
                where: 'server',
                text: `const granted = [...(claims.scp ?? '').split(' '), ...(claims.roles ?? [])];\nif (!granted.includes('${names[0] ?? ''}')) return forbidden();`,
              },
            ],
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};
