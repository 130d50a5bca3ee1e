import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { curl, explainedBy, said, type Trouble, troubleOf } from './way.ts';

export const portClosed: KnownRule = {
  code: 'network/port-closed',
  leg: 'network',
  about: {
    title: 'Nothing listens where a server should be.',
    cause: 'The server does not run, listens at another port or address, or a firewall refuses for it.',
    fix: 'Start the server, correct the port, or open the firewall.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tcp.refused');
    if (trouble === undefined) return [];
    const { host, url, whose } = trouble;
    return [
      found(
        `${sentenceCase(whose)} cannot be reached: nothing listens at ${host}.`,
        said(trouble),
        fixFor(trouble),
        {
          paste: [{ where: 'shell', text: curl(url) }],
          look:
            whose === 'the authorization server'
              ? `The firewall's or proxy's log, for ${host}.`
              : `On the machine of the server: ss -ltn, for port ${trouble.port}.`,
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};

function fixFor({ error, whose, name, host, port }: Trouble): string {
  // A service of this machine, such as that of managed identities: who asked it knows more.
  if (whose === 'a server' && error.hint !== undefined) return error.hint;
  if (whose === 'the authorization server')
    return `The endpoint is within reach, so it is not the whole network: let this machine reach ${host}, or name the proxy with --proxy or HTTPS_PROXY.`;
  const own = /^(localhost|127\.|\[::1\])/.test(name)
    ? ` ${name} is this machine itself: from within a container or a CI job that is the container, not its host.`
    : '';
  return `Start the server, or correct the port in MCP_URL. In a container, publish port ${port} and let the server listen at 0.0.0.0, not at 127.0.0.1 alone.${own}`;
}
