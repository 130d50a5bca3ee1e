import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quote, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

export const idTokenUsed: KnownRule = {
  code: 'token/id-token-used',
  leg: 'token',
  about: {
    title: 'An ID token is used as access token.',
    cause: 'It tells the client who signed in; it is not for servers.',
    fix: 'Send the access_token of the answer.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, claims }) => {
      const client = request.clientId ?? token.clientId;
      const forClient = client !== null && client !== undefined && token.aud.includes(client);
      const idToken = 'nonce' in claims && token.scp.length === 0 && token.roles.length === 0;
      if (!idToken || (!forClient && request.clientId !== undefined)) return [];
      return [
        found(
          'This is an ID token, not an access token.',
          `aud is ${quote(token.aud[0] ?? null)}, which is the client; it has a nonce and neither scopes nor roles. It tells the client who signed in, and opens nothing.`,
          fill(
            'Send the access_token of the answer, not its id_token, and ask for a scope of the API (api://{audience}/<scope>) so that there is one for it.',
            symptoms,
            request,
          ),
          { results: explainedBy(symptoms, request) },
        ),
      ];
    }),
};
