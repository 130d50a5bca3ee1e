import { demandedOf, shortScope } from '../../demanded.ts';
import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quote, quoteAll } from '../../look.ts';
import { explainedBy } from '../token/explained-by.ts';
import { likeOf } from '../token/like.ts';
import { forbidden, saidBy } from './refused.ts';

/** What the endpoint demands and what the token has differ in capitals or punctuation alone. */
export const permissionSpelling: KnownRule = {
  code: 'session/permission-spelling',
  leg: 'session',
  unlessExplained: true,
  explains: ['session/roles-not-read', 'session/scopes-not-recognised'],
  about: {
    title: 'The endpoint writes the permission otherwise than the token.',
    cause: 'Scopes and roles are compared letter for letter; capitals count.',
    fix: 'Write it the same in the portal and in the server.',
  },
  diagnose: (symptoms) =>
    forbidden(symptoms).flatMap((flow) => {
      const { request, token } = flow;
      const held = [...token.scp, ...token.roles];
      // The words of the server's own sentence say more than the scopes that it advertises.
      const words = (flow.error.provider?.description ?? '').match(/[\w.:/-]{4,}/g) ?? [];
      const pairs = [...words.map(trimmed), ...demandedOf(symptoms, request).map(shortScope)].flatMap(
        (wanted) => {
          const like = likeOf(wanted, held);
          return like === undefined ? [] : [{ wanted, like }];
        },
      );
      const [pair] = pairs;
      if (pair === undefined) return [];
      const { wanted, like } = pair;
      return [
        found(
          `The endpoint demands ${quote(wanted)}, and the token has ${quote(like)}: they are not the same.`,
          `${saidBy(flow)} The token has ${token.roles.includes(like) ? 'roles' : 'scp'} ${quoteAll(token.roles.includes(like) ? token.roles : token.scp)}. Scopes and roles are compared letter for letter.`,
          fill(
            `Write ${like} in the server; or in the portal: App registrations > the API {audience} > ${token.roles.includes(like) ? 'App roles > Value' : 'Expose an API > Scope name'}: ${wanted}, and get a new token.`,
            symptoms,
            request,
          ),
          { results: explainedBy(symptoms, request) },
        ),
      ];
    }),
};

function trimmed(word: string): string {
  return word.replace(/(?<![.:/-])[.:/-]+$/, '');
}
