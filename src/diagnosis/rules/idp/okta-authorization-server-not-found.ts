import type { KnownRule } from '../../known-rule.ts';
import { quote } from '../../look.ts';
import { isOf } from './in-use.ts';
import { notThere } from './not-there.ts';

const FIX =
  'Admin Console > Security > API > Authorization Servers: copy the Issuer URI of the server that has the scopes.';

export const oktaAuthorizationServerNotFound: KnownRule = {
  code: 'okta/authorization-server-not-found',
  leg: 'discovery',
  checks: ['discovery/authorization-server-metadata-found'],
  explains: ['discovery/authorization-server-metadata'],
  about: {
    title: 'The Okta org has no authorization server of that name.',
    cause: 'The last part of the issuer is the id of a custom authorization server, or default.',
    fix: FIX,
  },
  diagnose: (symptoms) =>
    isOf('okta', symptoms)
      ? notThere(symptoms, ({ host, href, pathname }) => ({
          summary: `The Okta org ${host} has no authorization server ${quote(idOf(pathname))}.`,
          cause: `The issuer is ${quote(href)}.`,
          fix: FIX,
        }))
      : [],
};

function idOf(pathname: string): string {
  return /^\/oauth2\/([^/]+)/.exec(pathname)?.[1] ?? pathname;
}
