import type { KnownRule } from '../known-rule.ts';
import { failedSteps, fill, found, quote, readFlows } from '../look.ts';

const GRAPH = /^(?:00000003-0000-0000-c000-000000000000|https:\/\/graph\.microsoft\.(?:com|us)\/?)$/;

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
      const graph = token.aud.find((aud) => GRAPH.test(aud));
      if (graph === undefined) return [];
      return [
        found(
          'The token is for Microsoft Graph, not for this server.',
          `aud is ${quote(graph)}: only openid scopes, scopes of Graph or short scope names were asked for (${(request.scopes ?? []).join(' ') || 'none named'}). Nobody but Graph can verify such a token.`,
          fill('Ask for scopes of the API in full: --scope api://{audience}/<scope>.', symptoms, request),
          { results: failedSteps(symptoms, request.flow) },
        ),
      ];
    }),
};
