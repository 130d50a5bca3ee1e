import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { explainedBy, said, troubleOf } from './way.ts';

export const tlsExpired: KnownRule = {
  code: 'network/tls-expired',
  leg: 'network',
  about: {
    title: 'A TLS certificate has expired, or is not valid yet.',
    cause:
      "It was not renewed, the server was not restarted with the new one, or this machine's clock is wrong.",
    fix: 'Renew the certificate and let the server load it.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tls.expired');
    if (trouble === undefined) return [];
    const { error, host, name, whose } = trouble;
    const [, begins, ends] = / from ([\w :]{1,40}) to ([\w :]{1,40})\.?$/.exec(error.message) ?? [];
    const early = error.message.includes('NOT_YET_VALID');
    const now = new Date(symptoms.evidence.now()).toISOString();
    return [
      found(
        early
          ? `The TLS certificate of ${whose} (${host}) is not valid yet${begins === undefined ? '' : `, but from ${begins} on`}.`
          : `The TLS certificate of ${whose} (${host}) expired${ends === undefined ? '' : ` on ${ends}`}.`,
        `${said(trouble)} This machine's clock says ${now}.`,
        early
          ? "Set this machine's clock, or the one of whoever issued the certificate."
          : `Renew the certificate for ${name} and let the server, or the gateway that ends TLS for it, load the new one. If the dates are right, set this machine's clock.`,
        {
          paste: [
            {
              where: 'shell',
              text: `openssl s_client -connect ${host} -servername ${name} </dev/null 2>/dev/null | openssl x509 -noout -subject -dates`,
            },
          ],
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};
