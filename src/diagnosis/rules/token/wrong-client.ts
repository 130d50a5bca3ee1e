import type { KnownRule } from '../../known-rule.ts';
import { found, quote, readFlows } from '../../look.ts';
import { programOf } from './known-clients.ts';

export const wrongClient: KnownRule = {
  code: 'token/wrong-client',
  leg: 'token',
  about: {
    title: 'The token was issued to another client.',
    cause: 'A kept token of another program was used.',
    fix: 'mcp-authcheck logout, then get a new one.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, accepted }) => {
      const { clientId, credential } = request;
      if (clientId === undefined || token.clientId === null || token.clientId === clientId) return [];
      if (credential?.kind === 'managed_identity') return [];
      const program = programOf(token.clientId);
      return [
        found(
          `The token was issued to another client${program === undefined ? '' : `, ${program}`}.`,
          `The token names the client ${quote(token.clientId)}; asked as ${quote(clientId)}.${accepted ? '' : ' A server that knows its clients by name refuses it.'}`,
          'A kept token of another program was used: mcp-authcheck logout, then get a new one.',
          { severity: 'warning' },
        ),
      ];
    }),
};
