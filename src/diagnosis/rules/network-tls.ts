import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found } from '../look.ts';

export const networkTls: KnownRule = {
  code: 'network/tls',
  leg: 'network',
  about: {
    title: 'TLS is not trusted or does not work.',
    cause: 'The certificate is expired, for another name, or from an authority that is not known here.',
    fix: 'Add the authority with --ca FILE, or have the certificate renewed.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'tls');
    if (error === undefined) return [];
    return [
      found(
        "A server's TLS certificate or protocol is not trusted.",
        `${error.message} A company's proxy that opens TLS looks the same.`,
        error.hint ?? 'Add the issuing authority with --ca FILE.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
