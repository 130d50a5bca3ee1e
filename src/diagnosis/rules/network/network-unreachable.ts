import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { curl, explainedBy, said, troubleOf } from './way.ts';

export const networkUnreachable: KnownRule = {
  code: 'network/unreachable',
  leg: 'network',
  about: {
    title: 'There is no way to a host.',
    cause: 'This machine has no route to it: no network, no VPN, an address that only another network has.',
    fix: 'Connect to the network or VPN that the host is in, or name the proxy that leads there.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tcp.unreachable');
    if (trouble === undefined) return [];
    return [
      found(
        `${sentenceCase(trouble.whose)} cannot be reached: there is no way from here to ${trouble.host}.`,
        said(trouble),
        'Connect to the network or VPN that the host is in; behind a proxy name it with --proxy or HTTPS_PROXY.',
        {
          paste: [{ where: 'shell', text: curl(trouble.url) }],
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};
