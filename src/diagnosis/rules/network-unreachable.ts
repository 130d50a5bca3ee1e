import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found } from '../look.ts';

export const networkUnreachable: KnownRule = {
  code: 'network/unreachable',
  leg: 'network',
  about: {
    title: 'A host cannot be found or reached.',
    cause: 'The name does not resolve, nothing listens on the port, or a firewall is in between.',
    fix: 'Check host, port, VPN and proxy.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'dns', 'tcp');
    if (error === undefined) return [];
    return [
      found(
        error.code.startsWith('dns.') ? 'A host name cannot be resolved.' : 'A host cannot be reached.',
        error.message,
        error.hint ?? 'Check host, port and network; behind a proxy give --proxy or set HTTPS_PROXY.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
