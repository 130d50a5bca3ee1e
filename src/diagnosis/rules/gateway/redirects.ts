import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found } from '../../look.ts';
import { loginAt } from './logins.ts';
import { frontOf } from './seen.ts';
import { changeOf, redirectOf } from './where-to.ts';

export const redirects: KnownRule = {
  code: 'gateway/redirects',
  leg: 'network',
  explains: ['endpoint/login-page', 'network/stopped-for-safety', 'endpoint/*', 'session/*'],
  about: {
    title: 'The URL of the endpoint is redirected to another one.',
    cause: 'A gateway or web framework prefers https, another host, or a path with or without a slash.',
    fix: 'Use the URL that the redirect leads to.',
  },
  diagnose: (symptoms) => {
    const exchange = redirectOf(symptoms);
    const { url } = symptoms.evidence.target;
    if (exchange?.location === undefined || loginAt(exchange.location) !== undefined) return [];
    const { location, status, method } = exchange;
    if (location === url) return [];
    return [
      found(
        `The endpoint redirects ${changeOf(url, location)}, and a token does not follow redirects.`,
        `${method} ${url} was answered ${status} with the location ${location}${frontOf(exchange).told}. Clients leave the Authorization header behind, or turn POST into GET, when they follow; this one does not send a token there unasked.`,
        'Use the URL that the redirect leads to, wherever the endpoint is named: MCP_URL here, "resource" in the metadata, and the settings of the clients. Or let the gateway serve both without a redirect.',
        {
          paste: [{ where: 'client', text: `MCP_URL=${location}` }],
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
