import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { explainedBy, said, troubleOf } from './way.ts';

export const tlsOtherName: KnownRule = {
  code: 'network/tls-other-name',
  leg: 'network',
  about: {
    title: 'A TLS certificate is for another host name.',
    cause:
      'The URL uses a name or address that the certificate does not have, or another server answers there.',
    fix: 'Use a name of the certificate in the URL, or have it issued for this one.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tls.name_mismatch');
    if (trouble === undefined) return [];
    const { error, host, name, whose } = trouble;
    const names = /another name: (.{1,200})\.$/
      .exec(error.message)?.[1]
      ?.replaceAll(/(?:DNS|IP Address):/g, '');
    return [
      found(
        `The TLS certificate of ${whose} is for ${names ?? 'another name'}, and the URL says ${quote(name)}.`,
        said(trouble),
        `Use a name that the certificate has in ${whose === 'the authorization server' ? 'the issuer' : 'MCP_URL'}, or have a certificate issued for ${name}. If the name is right, DNS or the gateway leads to another server: one that has no certificate for this name sends its default one.`,
        {
          paste: [
            {
              where: 'shell',
              text: `openssl s_client -connect ${host} -servername ${name} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName`,
            },
          ],
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};
