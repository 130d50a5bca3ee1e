import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';

export const noRefreshToken: KnownRule = {
  code: 'token/no-refresh-token',
  leg: 'token',
  about: {
    title: 'No refresh token came, although offline_access was asked for.',
    cause: 'The authorization server does not grant it to the client.',
    fix: 'Allow offline_access for the client.',
  },
  diagnose: ({ evidence }) =>
    evidence.flows.flatMap(({ request, tokens }) => {
      const asked = request.scopes?.includes('offline_access') === true;
      if (!asked || tokens === undefined || tokens.refreshToken !== undefined) return [];
      if (request.flow === 'refresh_token') return [];
      const machine = request.flow === 'client_credentials';
      return [
        found(
          'No refresh token came, although offline_access was asked for.',
          machine
            ? 'Client credentials never bring a refresh token: the client can ask again at any time.'
            : `The answer grants ${tokens.scopes === null ? 'scopes it does not name' : tokens.scopes.join(' ') || 'no scopes'}.`,
          machine
            ? 'Leave offline_access away for client_credentials.'
            : 'Allow offline_access for the client at the authorization server, and consent to it.',
          { severity: machine ? 'note' : 'warning' },
        ),
      ];
    }),
};
