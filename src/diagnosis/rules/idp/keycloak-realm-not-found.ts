import type { KnownRule } from '../../known-rule.ts';
import { quote } from '../../look.ts';
import { isOf } from './in-use.ts';
import { notThere } from './not-there.ts';

const FIX =
  'Compare the realm with the list at the top left of the Admin Console (upper and lower case count). The issuer is https://HOST/realms/REALM; up to version 16, or with --http-relative-path=/auth, it is https://HOST/auth/realms/REALM.';

export const keycloakRealmNotFound: KnownRule = {
  code: 'keycloak/realm-not-found',
  leg: 'discovery',
  checks: ['discovery/authorization-server-metadata-found'],
  explains: ['discovery/authorization-server-metadata'],
  about: {
    title: 'Keycloak has no realm at that address.',
    cause: 'The name of the realm is misspelt, or the path /auth is there too much or missing.',
    fix: FIX,
  },
  diagnose: (symptoms) => {
    if (!isOf('keycloak', symptoms)) return [];
    return notThere(symptoms, ({ host, href, pathname }) => {
      const isLegacy = pathname.startsWith('/auth/');
      const realm = /\/realms\/([^/]+)/.exec(pathname)?.[1] ?? pathname;
      const other = isLegacy
        ? `The path /auth does not belong there: Keycloak dropped it with version 17.`
        : `The path /auth is missing in front of /realms: up to version 16, or where it was kept.`;
      return {
        summary: `Keycloak at ${host} has no realm ${quote(realm)}${isLegacy ? ' below /auth' : ''}.`,
        cause: `The issuer is ${quote(href)}.${isLegacy ? ' Keycloak dropped the path /auth with version 17.' : ''}`,
        fix: FIX,
        alternatives: [other],
      };
    });
  },
};
