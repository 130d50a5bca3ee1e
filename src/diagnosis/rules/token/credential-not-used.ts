import type { KnownRule } from '../../known-rule.ts';
import { fill, found, isEntra, readFlows } from '../../look.ts';

export const credentialNotUsed: KnownRule = {
  code: 'entra/credential-not-used',
  leg: 'token',
  about: {
    title: 'The client has a credential, and the token says that none was used.',
    cause:
      'The redirect URI stands under a platform of public clients, or the library left the credential out.',
    fix: 'Register the redirect URI under the platform Web, or drop the credential.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, claims }) => {
      const { kind } = request.credential ?? {};
      if (!isEntra(symptoms) || (kind !== 'secret' && kind !== 'certificate')) return [];
      const name = 'azpacr' in claims ? 'azpacr' : 'appidacr';
      if (claims[name] !== '0') return [];
      return [
        found(
          `The client has a ${kind}, and the token says that the client did not prove itself.`,
          `${name} is "0", a public client; with a secret it would be "1", with a certificate "2".`,
          fill(
            'App registrations > the client {clientId} > Authentication: move the redirect URI from Mobile and desktop applications to Web. If the client is meant to be public, drop the credential.',
            symptoms,
            request,
          ),
          { severity: 'warning' },
        ),
      ];
    }),
};
