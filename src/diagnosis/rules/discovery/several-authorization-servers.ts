import type { KnownRule } from '../../known-rule.ts';
import { found, quote, quoteAll } from '../../look.ts';

export const severalAuthorizationServers: KnownRule = {
  code: 'discovery/several-authorization-servers',
  leg: 'discovery',
  about: {
    title: 'The endpoint names several authorization servers, and clients choose by themselves.',
    cause: 'Most clients take the first one, whichever the user has an account at.',
    fix: 'List the one first that most users should go to, and accept the tokens of every one that is listed.',
  },
  diagnose: ({ evidence }) => {
    const { authorizationServers: named = [], issuer = null } = evidence.discovery ?? {};
    const [first] = named;
    if (named.length < 2 || first === undefined) return [];
    const others = issuer !== null && named.includes(issuer) && first !== issuer;
    return [
      found(
        others
          ? 'The endpoint names another authorization server first than the one that is used here.'
          : `The endpoint names ${named.length} authorization servers, and clients choose by themselves.`,
        `authorization_servers is ${quoteAll(named)}; in use here is ${quote(issuer ?? 'none')}. Most clients take the first one (RFC 9728 §7.6 leaves the choice to them).`,
        'List the one first that most users should go to, and accept the tokens of every one that is listed.',
        { severity: 'note' },
      ),
    ];
  },
};
