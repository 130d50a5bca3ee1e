import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { curl, explainedBy, said, troubleOf } from './way.ts';

export const networkTimeout: KnownRule = {
  code: 'network/timeout',
  leg: 'network',
  about: {
    title: 'No answer came in time.',
    cause: 'The server is slow or hangs, or a firewall drops the packets without a word.',
    fix: 'Check the server; give --timeout for a slow one.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'timeout');
    if (trouble === undefined) return [];
    const { error, host, url, whose } = trouble;
    const seconds = symptoms.evidence.target.timeoutMs / 1000;
    const connected = error.code !== 'timeout.connect' && error.code !== 'timeout.tls';
    return [
      found(
        connected
          ? `${sentenceCase(whose)} takes the request and does not answer in time.`
          : `${sentenceCase(whose)} cannot be reached: no connection to ${host} within the time allowed.`,
        `${said(trouble)} Each exchange may take ${seconds} s (--timeout).`,
        connected
          ? 'Look into the log of the server and of what stands before it: whether the request arrived there, and what it waits for. If the server is only slow, raise --timeout.'
          : 'A firewall that drops packets looks like this: let this machine reach the host and port, or name the proxy with --proxy or HTTPS_PROXY. If the server is only slow, raise --timeout.',
        {
          confidence: 'likely',
          paste: [
            { where: 'shell', text: `${curl(url)} --max-time ${Math.max(30, Math.round(seconds * 2))}` },
          ],
          alternatives: connected
            ? [
                'The server waits for something else that is slow or out of reach: its keys (OAUTH_JWKS_URI), a database.',
                'A gateway in front holds the request back because the server behind it does not answer.',
              ]
            : ['The host is down.', 'The port is wrong, and a firewall drops what goes to closed ports.'],
          decide: connected
            ? 'Whether the request is in the log of the server.'
            : 'The same connection from the network of the server.',
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};
