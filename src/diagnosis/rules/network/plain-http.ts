import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const plainHttp: KnownRule = {
  code: 'network/plain-http',
  leg: 'target',
  about: {
    title: 'The URL of the endpoint is plain http on another machine.',
    cause: 'A token sent there could be read on the way, so nothing was sent.',
    fix: 'Use the https URL of the endpoint; plain http is for this machine alone.',
  },
  diagnose: (symptoms) => {
    const { url } = symptoms.evidence.target;
    if (errorOf(symptoms, 'ssrf.url') === undefined || !/^http:/i.test(url)) return [];
    const { host } = new URL(url);
    const secure = url.replace(/^http:/i, 'https:');
    return [
      found(
        `The URL of the endpoint is plain http, and ${host} is not this machine: nothing was sent.`,
        `Asked was ${url}. Everybody on the way could read the token and use it (RFC 6750 §5.3); plain http is allowed for localhost, 127.0.0.1 and [::1] only.`,
        'Use the https URL. If the server has none, let a gateway in front of it end TLS; for a trial, forward its port to this machine and use localhost.',
        {
          paste: [{ where: 'client', text: `MCP_URL=${secure}` }],
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
