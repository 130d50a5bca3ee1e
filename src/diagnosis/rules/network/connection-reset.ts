import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { curl, explainedBy, said, troubleOf } from './way.ts';

export const connectionReset: KnownRule = {
  code: 'network/connection-reset',
  leg: 'network',
  about: {
    title: 'A connection is accepted and closed again without an answer.',
    cause:
      'A firewall or load balancer cuts it, or the server expects something else on that port, mostly TLS.',
    fix: 'Ask the server directly from its own network, and compare; check the scheme of the URL.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tcp.reset');
    if (trouble === undefined) return [];
    const { host, url, whose } = trouble;
    const other = url.startsWith('http:')
      ? 'The port expects TLS, and the URL begins with http://.'
      : 'The server ends the connection itself, for instance because it demands a client certificate.';
    return [
      found(
        `${sentenceCase(whose)} cannot be asked: ${host} accepts the connection and closes it without an answer.`,
        `${said(trouble)} So something listens there, and hangs up: it, or something on the way.`,
        'Ask the same URL from the network of the server. If it answers there, open the way in the firewall or load balancer in between; if not, its own log says why it hangs up.',
        {
          confidence: 'likely',
          paste: [{ where: 'shell', text: curl(url.replace(/^http:/, 'https:')) }],
          alternatives: [
            'A firewall or load balancer on the way resets connections from here.',
            other,
            'The server crashes at the request.',
          ],
          decide: 'The same request from a machine next to the server: whether it is answered there.',
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};
