import type { KnownRule } from '../../known-rule.ts';
import { fill, found, quote, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { resourceOfMicrosoft } from './known-clients.ts';

export const graphToken: KnownRule = {
  code: 'entra/graph-token',
  leg: 'token',
  about: {
    title: 'The token is for Microsoft Graph.',
    cause: 'Only openid scopes, scopes of Graph or short scope names were asked for.',
    fix: 'Ask for scopes of the API in full.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const graph = token.aud.find((aud) => resourceOfMicrosoft(aud) === 'Microsoft Graph');
      if (graph === undefined) return [];
      const asked =
        request.scopes === undefined ? '' : ` Asked for: ${request.scopes.join(' ') || 'nothing'}.`;
      const nonce =
        token.header?.nonce === undefined
          ? ''
          : ' The nonce in its header makes sure that nobody but Graph can verify it.';
      return [
        found(
          'The token is for Microsoft Graph, not for this server.',
          `aud is ${quote(graph)}. Scopes without an API in front (User.Read, openid, a short name like calculator.add) belong to Graph.${asked}${nonce}`,
          fill('Ask for scopes of the API in full: --scope api://{audience}/<scope>.', symptoms, request),
          {
            paste: [{ where: 'client', text: fill('CUSTOM_SCOPES=api://{audience}/.default', symptoms) }],
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};
