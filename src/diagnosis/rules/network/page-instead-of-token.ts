import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const pageInsteadOfToken: KnownRule = {
  code: 'network/page-instead-of-token',
  leg: 'network',
  explains: ['token/unusable-answer'],
  about: {
    title: 'A web page came back where the token endpoint should have answered.',
    cause: 'A portal of the network, a proxy or a firewall answers in its place, or the URL is a page.',
    fix: 'Get past the portal, or correct the token endpoint.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'token.invalid');
    const page = symptoms.exchanges.find(
      ({ phase, method, status, contentType }) =>
        phase === 'token' && method === 'POST' && status !== null && /html/i.test(contentType ?? ''),
    );
    if (error === undefined || page === undefined) return [];
    const { host, origin, pathname } = new URL(page.url);
    const { target, discovery } = symptoms.evidence;
    const metadata = discovery?.authorizationServerMetadata;
    const own = target.tokenEndpoint !== undefined;
    const sound = metadata != null && new URL(metadata.url).origin === origin;
    return [
      found(
        `A web page came back in place of a token: something else answers for ${host}.`,
        `POST ${origin}${pathname} answered ${page.status} with ${page.contentType}${page.from === undefined ? '' : `, from ${page.from}`}; a token endpoint answers in JSON. ${sound && !own ? `Its metadata came from the same host as JSON, so the address is the right one.` : own ? 'The address was given with --token-endpoint.' : ''}`.trim(),
        'Open the address below in a browser on this machine: a sign-in page of the network, of a proxy or a block page of a firewall shows itself. Accept it, or have the host allowed there; a CI runner needs the exemption, because nobody clicks for it.',
        {
          confidence: own ? 'possible' : 'likely',
          paste: [{ where: 'shell', text: `curl -s -X POST ${origin}${pathname} | head -20` }],
          alternatives: own
            ? ['The --token-endpoint is a page and not the token endpoint.']
            : ['The authorization server shows an error page of its own: it is down or in maintenance.'],
          decide: 'What the page says, which the line above shows.',
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
