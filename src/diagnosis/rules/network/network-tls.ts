import { isLoopbackHost } from '../../../text/loopback.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { curl, explainedBy, said, troubleOf } from './way.ts';

export const networkTls: KnownRule = {
  code: 'network/tls',
  leg: 'network',
  about: {
    title: 'TLS does not come about.',
    cause:
      'The port speaks plain http, the versions of TLS do not meet, or a client certificate is demanded.',
    fix: 'Check scheme and port of the URL; the server must offer TLS 1.2 or later.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tls');
    if (trouble === undefined || KNOWN.has(trouble.error.code)) return [];
    const { host, url, whose } = trouble;
    const plain = trouble.error.message.includes('WRONG_VERSION_NUMBER');
    const here = plain && isLoopbackHost(new URL(url).hostname);
    const asHttp = url.replace(/^https:/, 'http:');
    return [
      found(
        plain
          ? `${sentenceCase(whose)} does not speak TLS at ${host}, and its URL begins with https://.`
          : `${sentenceCase(whose)} and this client do not agree on TLS at ${host}.`,
        `${said(trouble)}${plain ? ' What came back was no TLS: most likely plain http.' : ''}`,
        here
          ? 'Begin the URL with http://, as servers on this machine may; or use the port on which TLS ends.'
          : plain
            ? `Use the port on which TLS ends (mostly 443), or let a gateway end it here. Only on this machine may the URL begin with http://.`
            : 'Let the server offer TLS 1.2 or later; look whether it demands a client certificate.',
        {
          confidence: 'likely',
          paste: [
            ...(here && url === symptoms.evidence.target.url
              ? [{ where: 'client' as const, text: `MCP_URL=${asHttp}` }]
              : []),
            {
              where: 'shell',
              text: plain
                ? curl(asHttp)
                : `openssl s_client -connect ${host} -servername ${trouble.name} </dev/null`,
            },
          ],
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};

const KNOWN: ReadonlySet<string> = new Set(['tls.untrusted', 'tls.expired', 'tls.name_mismatch']);
