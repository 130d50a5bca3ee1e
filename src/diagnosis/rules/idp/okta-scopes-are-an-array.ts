import type { KnownRule } from '../../known-rule.ts';
import { found, quoteAll } from '../../look.ts';
import { askedFor, bare, failedWith, isOf, refusedWith } from './in-use.ts';

export const oktaScopesAreAnArray: KnownRule = {
  code: 'okta/scopes-are-an-array',
  leg: 'token',
  explains: ['session/insufficient-scope', 'session/*'],
  about: {
    title: 'The server does not find the scopes in the token: at Okta scp is an array.',
    cause:
      'Entra ID writes scp as one string of words, Okta as a list; servers made for one misread the other.',
    fix: 'Let the server take scp as a list and as a string.',
  },
  diagnose: (symptoms) => {
    if (!isOf('okta', symptoms)) return [];
    const misread = refusedWith(symptoms, 'auth.insufficient_scope').filter(({ claims, token, error }) => {
      const asked = askedFor(error);
      const has = (scope: string): boolean => token.scp.includes(scope) || token.scp.includes(bare(scope));
      return Array.isArray(claims.scp) && asked.length > 0 && asked.every(has);
    });
    const [first] = misread;
    if (first === undefined) return [];
    return [
      found(
        'The server does not find the scopes in the token: at Okta scp is an array.',
        `The endpoint demands ${quoteAll(askedFor(first.error))} (403 insufficient_scope), and the token has it: scp is ${quoteAll(first.token.scp)}, a list. Entra ID writes "scp": "one two", Okta "scp": ["one", "two"]; a server that splits a string finds nothing in a list.`,
        'In the code of the server, make one list out of either shape before comparing:',
        {
          confidence: 'likely',
          results: failedWith(symptoms, ...misread.map(({ request }) => request)),
          paste: [
            {
              where: 'server',
              text: "const scopes = Array.isArray(claims.scp) ? claims.scp : (claims.scp ?? claims.scope ?? '').split(' ')",
            },
          ],
        },
      ),
    ];
  },
};
